// SPDX-License-Identifier: MIT

/// How far an actual tensor lies from the expected one, element by element.
///
/// Made only for tensors of equal shape and type; pure numbers, no text.
package struct TensorComparison: Equatable, Sendable {
  /// The number of elements.
  package var count: Int
  /// How many elements are out of tolerance.
  package var outOfTolerance: Int
  /// How many elements have the expected bits (+0 equals −0, NaN equals NaN).
  package var exact: Int
  /// How many elements are NaN on one side only.
  package var nanMismatches: Int
  /// How many elements are infinite on one side only, or with the other sign.
  package var infinityMismatches: Int
  /// The largest |actual − expected| over the finite pairs.
  package var maxAbsolute: ReportedNumber
  /// The largest |actual − expected|/|expected| over the finite pairs with expected ≠ 0.
  package var maxRelative: ReportedNumber
  /// The largest distance in representable numbers over the finite pairs.
  package var maxULP: UInt64
  /// The largest share of the allowance used over the finite pairs; above 1 is out of tolerance.
  package var maxShare: ReportedNumber
  /// The worst element: an out-of-tolerance one with the largest share, else the largest share.
  package var worst: ElementVerdict?
  /// The first elements out of tolerance, at most five.
  package var firstMismatches: [ElementVerdict]
  /// How many elements lie at which distance.
  package var histogram: ErrorHistogram
  /// Where the errors are; only of tensors that failed, and only if asked for.
  package var map: FailureMap?
}

/// One judged element.
package struct ElementVerdict: Equatable, Codable, Sendable {
  /// The multi-index.
  package var index: [Int]
  /// The channel (R20).
  package var channel: Int
  /// The expected number.
  package var expected: ReportedNumber
  /// The actual number.
  package var actual: ReportedNumber
  /// How far the element may lie from the expected one.
  package var allowance: ReportedNumber
  /// |actual − expected| as a share of the allowance; infinite for a special value missed.
  package var share: ReportedNumber
  /// The distance in representable numbers; nil for special values.
  package var ulp: UInt64?

  /// Creates a verdict from its numbers.
  package init(
    index: [Int],
    channel: Int,
    expected: ReportedNumber,
    actual: ReportedNumber,
    allowance: ReportedNumber,
    share: ReportedNumber,
    ulp: UInt64?
  ) {
    self.index = index
    self.channel = channel
    self.expected = expected
    self.actual = actual
    self.allowance = allowance
    self.share = share
    self.ulp = ulp
  }
}
