// SPDX-License-Identifier: MIT

package import Tensors

extension RunningHistory {
  /// Which of the two running statistics.
  package enum Statistic: Sendable { case mean, variance }

  /// The allowances of a running statistic after all updates; all 0 if there were none.
  ///
  /// Nil if the expected tensor has not one number for each channel. A running variance is untrusted
  /// once an allowance reaches half of its largest value; a running mean may be 0 by cancellation
  /// alone and has no such scale.
  package func allowance(
    of statistic: Statistic,
    expected: Tensor,
    depth: BoundDepth
  ) -> TensorAllowance? {
    let carried = carried(depth: depth)
    let values = statistic == .mean ? carried.mean : carried.variance
    if updates.isEmpty { return TensorAllowance(exactlyAs: expected) }
    guard values.count == expected.count else { return nil }
    let largest = expected.doubles.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
    return TensorAllowance(
      totals: values,
      expected: expected,
      scale: statistic == .variance ? largest : 0
    )
  }
}
