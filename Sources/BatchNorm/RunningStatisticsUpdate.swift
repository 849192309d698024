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
    if let moved = moved(mean, variance, pass, factor) {
      (state.runningMean, state.runningVar) = moved
      return
    }
    let a = ExactReal(factor)
    let kept = ExactReal.one - a
    let n = pass.input.shape.valuesPerChannel
    let bessel = Dyadic(n) * Dyadic(n - 1)
    var means: [UInt64] = []
    var variances: [UInt64] = []
    for (channel, statistics) in pass.channels.enumerated() {
      let newMean = QuadraticSurd(
        rational: kept * mean.exact(at: channel) * ExactReal(n) + a * statistics.shift,
        denominator: Dyadic(n)
      )
      let newVariance = QuadraticSurd(
        rational: kept * variance.exact(at: channel) * .finite(bessel) + a * statistics.spread,
        denominator: bessel
      )
      means.append(mean.round(newMean))
      variances.append(variance.round(newVariance))
    }
    state.runningMean = mean.replacing(bits: means)
    state.runningVar = variance.replacing(bits: variances)
  }

  /// The running statistics after a float64 batch whose every update its enclosure decides, or nil.
  private func moved(
    _ mean: Tensor,
    _ variance: Tensor,
    _ pass: ForwardPass,
    _ factor: Double
  ) -> (mean: Tensor, variance: Tensor)? {
    guard let sums = pass.doubleSums, case .float64(var means) = mean.storage,
      case .float64(var variances) = variance.storage
    else { return nil }
    let update = DoubleRunningUpdate(factor: factor, settings: pass.settings)
    for channel in sums.indices {
      let moved = update.moved(mean: means[channel], variance: variances[channel], sums[channel])
      guard let moved else { return nil }
      (means[channel], variances[channel]) = moved
    }
    guard let newMean = try? Tensor(shape: mean.shape, storage: .float64(means)),
      let newVariance = try? Tensor(shape: variance.shape, storage: .float64(variances))
    else { return nil }
    return (newMean, newVariance)
  }
}
