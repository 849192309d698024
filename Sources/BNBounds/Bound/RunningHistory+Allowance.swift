// SPDX-License-Identifier: MIT

package import BNTensors

extension RunningHistory {
  /// Which of the two running statistics.
  package enum Statistic: Sendable { case mean, variance }

  /// Whether there is an allowance for an expected running statistic.
  package func covers(_ expected: Tensor) -> Bool {
    updates.last.map { $0.newMean.count == expected.count } ?? true
  }

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
    guard covers(expected) else { return nil }
    if updates.isEmpty { return TensorAllowance(exactlyAs: expected) }
    let carried = carried(depth: depth)
    let values = statistic == .mean ? carried.mean : carried.variance
    let largest = expected.doubles.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
    return TensorAllowance(
      totals: values,
      expected: expected,
      scale: statistic == .variance ? largest : 0
    )
  }
}
