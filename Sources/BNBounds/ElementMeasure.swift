// SPDX-License-Identifier: MIT

internal import BNTensors

/// How one element of a pair of tensors compares.
struct ElementMeasure {
  /// What kind of pair it is.
  enum Kind { case finite, sameSpecial, nanMismatch, infinityMismatch }

  let kind: Kind
  let actual: Double
  let expected: Double
  /// Whether the bits are the expected ones (+0 equals −0, NaN equals NaN).
  let isExact: Bool
  let isWithin: Bool
  /// |actual − expected|, rounded to nearest; 0 unless both are finite.
  let absolute: Double
  let allowance: Double
  let share: Double
  /// The distance in representable numbers; nil unless both are finite.
  let ulp: UInt64?

  /// Measures the element at a row-major offset of two tensors of equal shape and type.
  init(actual actualTensor: Tensor, expected tensor: Tensor, rule: AllowanceRule, offset: Int) {
    actual = actualTensor.double(at: offset)
    expected = tensor.double(at: offset)
    guard actual.isFinite, expected.isFinite else {
      let same = actual.isNaN ? expected.isNaN : actual == expected
      let nan = actual.isNaN || expected.isNaN
      kind = same ? .sameSpecial : nan ? .nanMismatch : .infinityMismatch
      (isExact, isWithin, absolute, allowance, ulp) = (same, same, 0, 0, nil)
      share = same ? 0 : .infinity
      return
    }
    let distance =
      ULPDistance.between(
        actualTensor.bits(at: offset),
        tensor.bits(at: offset),
        type: tensor.elementType
      ) ?? .max
    kind = .finite
    ulp = distance
    isExact = distance == 0
    // An int64 beyond 2^53 is rounded in binary64, so its distance is its difference.
    let difference =
      tensor.elementType == .int64
      ? ExactDifference(Double(distance), 0) : ExactDifference(actual, expected)
    absolute = difference.rounded
    allowance = rule.allowance(at: offset, expected: expected, actual: actual, tensor: tensor)
    let quotient: Double
    switch rule {
    case .exact: (isWithin, quotient) = (isExact, isExact ? 0 : .infinity)
    case .ulp(let places):
      isWithin = distance <= places
      quotient = isExact ? 0 : Double(distance) / Double(places)
    case .allclose, .each:
      isWithin = isExact || difference.isWithin(allowance)
      quotient = isExact || allowance == .infinity ? 0 : absolute / allowance
    }
    share = isWithin ? min(quotient, 1) : max(quotient, 1.0.nextUp)
  }
}
