// SPDX-License-Identifier: MIT

package import BNTensors

/// The updates that running statistics have seen since they were last set (R4, R5, R23).
///
/// An implementation's rounding at one step must not count against it at the next, so the allowance
/// is carried: C_k = |1 − a|·C_{k−1} + local allowance, and C = 0 once the statistics are set by
/// construction, `load_state` or a reset. The local allowance includes the rounding of the stored
/// values, 2·u_out·|rm'| + t_out: the golden's own chain is rounded between steps as well.
package struct RunningHistory: Sendable {
  /// One training forward that updated the running statistics.
  package struct Update: Sendable {
    /// The averaging factor a: momentum, or 1/num_batches_tracked (R8).
    package var factor: Double
    /// The batch.
    package var batch: BatchStatistics
    /// The expected running means before the update.
    package var oldMean: [Double]
    /// The expected running means after it.
    package var newMean: [Double]
    /// The expected running variances before the update.
    package var oldVariance: [Double]
    /// The expected running variances after it.
    package var newVariance: [Double]

    /// Records an update; every array has one number for each channel.
    package init(
      factor: Double,
      batch: BatchStatistics,
      oldMean: [Double],
      newMean: [Double],
      oldVariance: [Double],
      newVariance: [Double]
    ) {
      self.factor = factor
      self.batch = batch
      (self.oldMean, self.newMean) = (oldMean, newMean)
      (self.oldVariance, self.newVariance) = (oldVariance, newVariance)
    }
  }

  /// The updates, oldest first.
  package private(set) var updates: [Update] = []
  private let arithmetic: BoundArithmetic
  private let format: FloatFormat

  /// Begins with statistics that were just set, stored in a format.
  package init(arithmetic: BoundArithmetic, format: FloatFormat) {
    (self.arithmetic, self.format) = (arithmetic, format)
  }

  /// Adds an update.
  package mutating func append(_ update: Update) { updates.append(update) }

  /// The carried allowances of both statistics after all updates, one for each channel.
  ///
  /// Empty without updates: then both must have their exact values.
  package func carried(depth: BoundDepth) -> (mean: [Double], variance: [Double]) {
    var result: (mean: [Double], variance: [Double]) = ([], [])
    for update in updates {
      let count = update.newMean.count
      if result.mean.count != count {
        result = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
      }
      for channel in 0..<count {
        let local = local(of: update, channel: channel, depth: depth)
        let kept = (1 - update.factor).magnitude
        result.mean[channel] = kept * result.mean[channel] + local.mean
        result.variance[channel] = kept * result.variance[channel] + local.variance
      }
    }
    return result
  }

  private func local(
    of update: Update,
    channel: Int,
    depth: BoundDepth
  ) -> (mean: Double, variance: Double) {
    let batch = update.batch
    let errors = batch.errors(channel: channel, depth: depth, arithmetic: arithmetic)
    let mean = RunningMeanBound.error(
      old: update.oldMean[channel],
      new: update.newMean[channel],
      mean: batch.mean[channel],
      meanError: errors.mean,
      factor: update.factor,
      arithmetic: arithmetic
    )
    let variance = RunningVarianceBound.error(
      old: update.oldVariance[channel],
      new: update.newVariance[channel],
      variance: batch.variance[channel],
      varianceError: errors.variance,
      valuesPerChannel: batch.valuesPerChannel,
      factor: update.factor,
      arithmetic: arithmetic
    )
    return (
      mean + format.storageAllowance(update.newMean[channel]),
      variance + format.storageAllowance(update.newVariance[channel])
    )
  }
}
