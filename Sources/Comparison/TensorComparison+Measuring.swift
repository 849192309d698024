// SPDX-License-Identifier: MIT

package import Tensors

extension TensorComparison {
  /// Compares two tensors of equal shape and type in one pass; nil if they are not.
  ///
  /// An element is within tolerance if both are NaN, both are the same infinity, or both are finite
  /// and |actual − expected| ≤ allowance, decided without rounding (``ExactDifference``); the
  /// allowance itself is the binary64 number reported. +0 and −0 are one number. A share of the
  /// allowance is |actual − expected|/allowance, 0 where both are 0; it is above 1 exactly for the
  /// elements out of tolerance.
  package init?(actual: Tensor, expected: Tensor, allowance: AllowanceRule) {
    guard actual.shape == expected.shape, actual.elementType == expected.elementType else {
      return nil
    }
    if case .each(let values) = allowance, values.count != expected.count { return nil }
    var pass = ComparisonPass(actual: actual, expected: expected, rule: allowance)
    for offset in 0..<expected.count { pass.visit(offset) }
    self = pass.result
  }
}

/// The state of one pass over a pair of tensors.
private struct ComparisonPass {
  let actual: Tensor
  let expected: Tensor
  let rule: AllowanceRule
  var outOfTolerance = 0
  var exact = 0
  var nanMismatches = 0
  var infinityMismatches = 0
  var maxAbsolute = 0.0
  var maxRelative = 0.0
  var maxULP: UInt64 = 0
  var maxShare = 0.0
  var worst: (measure: ElementMeasure, offset: Int)?
  var mismatches: [ElementVerdict] = []
  var histogram = ErrorHistogram()

  init(actual: Tensor, expected: Tensor, rule: AllowanceRule) {
    (self.actual, self.expected, self.rule) = (actual, expected, rule)
  }

  mutating func visit(_ offset: Int) {
    let measure = ElementMeasure(actual: actual, expected: expected, rule: rule, offset: offset)
    if measure.isExact { exact += 1 }
    if let distance = measure.ulp ?? (measure.isExact ? 0 : nil) { histogram.count(distance) }
    switch measure.kind {
    case .finite:
      maxAbsolute = max(maxAbsolute, measure.absolute)
      if measure.expected != 0 {
        maxRelative = max(maxRelative, measure.absolute / measure.expected.magnitude)
      }
      maxULP = max(maxULP, measure.ulp ?? 0)
      maxShare = max(maxShare, measure.share)
    case .nanMismatch: nanMismatches += 1
    case .infinityMismatch: infinityMismatches += 1
    case .sameSpecial: break
    }
    if !measure.isWithin {
      outOfTolerance += 1
      if mismatches.count < 5 { mismatches.append(verdict(measure, at: offset)) }
    }
    if isWorse(measure) { worst = (measure, offset) }
  }

  /// Whether an element is worse than the worst so far; of equals the first stays.
  private func isWorse(_ measure: ElementMeasure) -> Bool {
    guard let worst else { return true }
    if worst.measure.isWithin != measure.isWithin { return worst.measure.isWithin }
    return measure.share > worst.measure.share
  }

  private func verdict(_ measure: ElementMeasure, at offset: Int) -> ElementVerdict {
    let width = 8 * expected.elementType.byteCount
    return ElementVerdict(
      index: expected.shape.index(ofOffset: offset),
      channel: expected.shape.channel(ofOffset: offset),
      expected: ReportedNumber(
        value: measure.expected,
        bits: expected.bits(at: offset),
        bitWidth: width
      ),
      actual: ReportedNumber(
        value: measure.actual,
        bits: actual.bits(at: offset),
        bitWidth: width
      ),
      allowance: ReportedNumber(measure.allowance),
      share: ReportedNumber(measure.share),
      ulp: measure.ulp
    )
  }

  var result: TensorComparison {
    TensorComparison(
      count: expected.count,
      outOfTolerance: outOfTolerance,
      exact: exact,
      nanMismatches: nanMismatches,
      infinityMismatches: infinityMismatches,
      maxAbsolute: ReportedNumber(maxAbsolute),
      maxRelative: ReportedNumber(maxRelative),
      maxULP: maxULP,
      maxShare: ReportedNumber(maxShare),
      worst: worst.map { verdict($0.measure, at: $0.offset) },
      firstMismatches: mismatches,
      histogram: histogram
    )
  }
}
