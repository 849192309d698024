// SPDX-License-Identifier: MIT

internal import BNTensors

/// The state of one pass over a part of a pair of tensors.
struct ComparisonPass {
  let actual: Tensor
  let expected: Tensor
  let rule: AllowanceRule
  var exact = 0
  var outOfTolerance = 0
  private(set) var nanMismatches = 0
  private(set) var infinityMismatches = 0
  private(set) var maxAbsolute = 0.0
  private(set) var maxRelative = 0.0
  private(set) var maxULP: UInt64 = 0
  private(set) var maxShare = 0.0
  private(set) var worst: (measure: ElementMeasure, offset: Int)?
  private(set) var mismatches: [(measure: ElementMeasure, offset: Int)] = []
  var histogram = ErrorHistogram()

  /// How many elements out of tolerance are kept.
  static let mismatchLimit = 5

  init(actual: Tensor, expected: Tensor, rule: AllowanceRule) {
    (self.actual, self.expected, self.rule) = (actual, expected, rule)
  }

  /// Measures one element and takes it into account.
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
      if mismatches.count < Self.mismatchLimit { mismatches.append((measure, offset)) }
    }
    if isWorse(measure) { worst = (measure, offset) }
  }

  /// Counts elements of which only their number matters.
  mutating func count(exact same: Int, others: Int) {
    exact += same
    if same > 0 { histogram.count(0, times: same) }
    if case .exact = rule { outOfTolerance += others }
  }

  /// Takes into account the largest distance of such elements.
  mutating func noticeULP(_ distance: UInt64) { maxULP = max(maxULP, distance) }

  /// Whether further mismatches change nothing but their number.
  var countsMismatches: Bool {
    mismatches.count == Self.mismatchLimit && maxShare == .infinity
  }

  /// A factor that outweighs the roundings of a few float32 operations.
  static let margin = 1 - 0x1p-20

  /// The largest finite float32 that is at most a number ≥ 0; 0 for a NaN.
  static func floor(_ value: Double) -> Float {
    let rounded = Float(value)
    let below = Double(rounded) > value ? rounded.nextDown : rounded
    return below.isNaN ? 0 : min(below, .greatestFiniteMagnitude)
  }

  /// Takes into account what a pass over the elements after these has found.
  mutating func join(_ later: ComparisonPass) {
    exact += later.exact
    outOfTolerance += later.outOfTolerance
    nanMismatches += later.nanMismatches
    infinityMismatches += later.infinityMismatches
    maxAbsolute = max(maxAbsolute, later.maxAbsolute)
    maxRelative = max(maxRelative, later.maxRelative)
    maxULP = max(maxULP, later.maxULP)
    maxShare = max(maxShare, later.maxShare)
    if let found = later.worst, isWorse(found.measure) { worst = found }
    mismatches += later.mismatches.prefix(Self.mismatchLimit - mismatches.count)
    histogram.add(later.histogram)
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

  /// What was found.
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
      firstMismatches: mismatches.map { verdict($0.measure, at: $0.offset) },
      histogram: histogram
    )
  }
}
