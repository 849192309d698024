// SPDX-License-Identifier: MIT

import ExactArithmetic
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
}
