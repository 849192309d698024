// SPDX-License-Identifier: MIT

import ExactArithmetic
import FastBatchNorm
import Tensors

extension BatchNormLayer {
  /// Moves the running statistics towards those of a batch (R23, R26, R27).
  /// ```
  /// running_mean ← (1−a)·running_mean + a·mean
  /// running_var  ← (1−a)·running_var  + a·Σ(x−mean)²/(n−1)
  /// ```
  /// a is the binary64 factor as given, 1 − a is exact, and each result is rounded once to the
  /// parameters' type. It happens once per training forward (R24).
  mutating func updateRunningStatistics(_ pass: ForwardPass, factor: Double) {
    guard pass.usesBatchStatistics, let mean = state.runningMean, let variance = state.runningVar
    else { return }
    var (means, variances): ([UInt64], [UInt64]) = ([], [])
    for channel in 0..<mean.count {
      let moved = moved(mean, variance, channel, pass, factor)
      means.append(moved.mean)
      variances.append(moved.variance)
    }
    state.runningMean = mean.replacing(bits: means)
    state.runningVar = variance.replacing(bits: variances)
  }

  /// The running statistics of a channel in the parameters' type: by enclosures where the kernels left
  /// sums that decide them, else by exact numbers.
  private func moved(
    _ mean: Tensor,
    _ variance: Tensor,
    _ channel: Int,
    _ pass: ForwardPass,
    _ factor: Double
  ) -> (mean: UInt64, variance: UInt64) {
    if let sums = pass.sums, let format = mean.elementType.format,
      mean.elementType == variance.elementType
    {
      let moved = MovedStatistics(
        mean: format.double(fromBits: mean.bits(at: channel)),
        variance: format.double(fromBits: variance.bits(at: channel)),
        sums: sums[channel],
        factor: factor,
        stress: pass.settings.stress
      )
      if let patterns = moved?.patterns(in: format) { return patterns }
    }
    let statistics = pass.channels[channel]
    let (a, n) = (ExactReal(factor), pass.input.shape.valuesPerChannel)
    let kept = ExactReal.one - a
    let bessel = Dyadic(n) * Dyadic(n - 1)
    let newMean = QuadraticSurd(
      rational: kept * mean.exact(at: channel) * ExactReal(n) + a * statistics.shift,
      denominator: Dyadic(n)
    )
    let newVariance = QuadraticSurd(
      rational: kept * variance.exact(at: channel) * .finite(bessel) + a * statistics.spread,
      denominator: bessel
    )
    return (mean.round(newMean), variance.round(newVariance))
  }
}
