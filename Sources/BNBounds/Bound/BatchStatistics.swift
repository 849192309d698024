// SPDX-License-Identifier: MIT

/// The exact statistics of one batch, as far as the bound needs them (R20).
package struct BatchStatistics: Equatable, Sendable {
  /// The number n of values per channel.
  package let valuesPerChannel: Int
  /// The mean m of each channel.
  package let mean: [Double]
  /// The biased variance v of each channel.
  package let variance: [Double]
  /// A = Σ|x|/n of each channel.
  package let absoluteMean: [Double]

  /// Takes the exact mean and variance from the golden and computes A; nil if counts differ.
  package init?(input: ChannelMajor, mean: [Double], variance: [Double]) {
    guard mean.count == input.channels, variance.count == input.channels else { return nil }
    valuesPerChannel = input.valuesPerChannel
    self.mean = mean
    self.variance = variance
    absoluteMean = (0..<input.channels).map { channel in
      input[channel].reduce(0) { $0 + $1.magnitude } / Double(max(input.valuesPerChannel, 1))
    }
  }

  /// Computes mean and variance in binary64, for goldens that do not give them.
  ///
  /// Two passes with a corrected mean: relative errors of some n·2^-53, nothing beside an allowance.
  package init(input: ChannelMajor) {
    let n = Double(max(input.valuesPerChannel, 1))
    var means: [Double] = []
    var variances: [Double] = []
    for channel in 0..<input.channels {
      let values = input[channel]
      let first = values.reduce(0, +) / n
      let correction = values.reduce(0) { $0 + ($1 - first) } / n
      let mean = first + correction
      means.append(mean)
      variances.append(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n)
    }
    valuesPerChannel = input.valuesPerChannel
    mean = means
    variance = variances
    absoluteMean = (0..<input.channels).map { channel in
      input[channel].reduce(0) { $0 + $1.magnitude } / n
    }
  }
}

extension BatchStatistics {
  /// The errors of the computed mean and variance of a channel.
  func errors(
    channel: Int,
    depth: BoundDepth,
    arithmetic: BoundArithmetic
  ) -> (mean: Double, variance: Double) {
    let h = Double(depth.depth(n: valuesPerChannel))
    let count = Double(valuesPerChannel)
    let meanError = MeanBound.error(
      mean: mean[channel],
      absoluteMean: absoluteMean[channel],
      count: count,
      depth: h,
      arithmetic: arithmetic
    )
    let varianceError = VarianceBound.error(
      variance: variance[channel],
      absoluteMean: absoluteMean[channel],
      meanError: meanError,
      count: count,
      depth: h,
      arithmetic: arithmetic
    )
    return (meanError, varianceError)
  }
}
