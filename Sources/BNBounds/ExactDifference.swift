// SPDX-License-Identifier: MIT

/// |left − right| of two finite binary64 numbers, without any rounding.
///
/// Knuth's TwoSum gives the difference as `rounded + rest` exactly, where `rounded` is the
/// difference rounded to nearest. Every element of every floating-point type is exact in binary64,
/// so this serves all of them.
package struct ExactDifference: Equatable, Sendable {
  /// The difference, rounded to nearest.
  package let rounded: Double
  /// The exact difference minus the rounded one; 0 if the rounded one overflows.
  package let rest: Double

  /// Takes the difference of two finite numbers.
  package init(_ left: Double, _ right: Double) {
    let difference = left - right
    let part = difference - left
    let rest = (left - (difference - part)) + (-right - part)
    rounded = difference.magnitude
    self.rest = difference.isFinite ? (difference < 0 ? -rest : rest) : 0
  }

  /// Whether the exact difference is at most a number ≥ 0.
  ///
  /// Rounding to nearest keeps order, so an allowance beside `rounded` decides alone; only an
  /// allowance equal to `rounded` needs the sign of `rest`. No rounding can flip the verdict. An
  /// overflow means that the exact difference lies beyond every finite allowance.
  package func isWithin(_ allowance: Double) -> Bool {
    rounded < allowance || (rounded == allowance && rest <= 0) || allowance == .infinity
  }
}
