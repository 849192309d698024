// SPDX-License-Identifier: MIT

package import BNExactArithmetic
internal import BNTensors

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

  /// The running statistics of a channel in the parameters' type.
  private func moved(
    _ mean: Tensor,
    _ variance: Tensor,
    _ channel: Int,
    _ pass: ForwardPass,
    _ factor: Double
  ) -> (mean: UInt64, variance: UInt64) {
    let known = pass.memory?.movedStatistics(
      mean: mean,
      variance: variance,
      channel: channel,
      factor: factor
    )
    if let known { return known }
    let moved = pass.channels[channel].moving(
      mean: mean.exact(at: channel),
      variance: variance.exact(at: channel),
      factor: factor
    )
    return (mean.round(moved.mean), variance.round(moved.variance))
  }
}

extension ChannelStatistics {
  /// Old running statistics moved towards these, which are of a batch.
  package func moving(
    mean: ExactReal,
    variance: ExactReal,
    factor: Double
  ) -> (mean: QuadraticSurd, variance: QuadraticSurd) {
    let a = ExactReal(factor)
    let (kept, n) = (ExactReal.one - a, count.dyadic ?? .one)
    let bessel = n * (n - .one)
    return (
      QuadraticSurd(rational: kept * mean * count + a * shift, denominator: n),
      QuadraticSurd(rational: kept * variance * .finite(bessel) + a * spread, denominator: bessel)
    )
  }
}
