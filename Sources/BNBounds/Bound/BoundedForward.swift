// SPDX-License-Identifier: MIT

package import BNTensors

/// A forward as the certified bound sees it: its data, and where its statistics come from.
///
/// Allowances are evaluated in binary64 without directed rounding: their own relative error of some
/// n·2^-53 is nothing beside the roundings that the formulas leave to spare.
package struct BoundedForward: Sendable {
  /// Where mean and variance come from (R9).
  package enum Source: Sendable {
    /// The batch.
    case batch(BatchStatistics)
    /// The expected running statistics, and what an implementation's own may be off by.
    case running(mean: [Double], variance: [Double], history: RunningHistory)
  }

  let input: ChannelMajor
  let weight: [Double]?
  let bias: [Double]?
  let eps: Double
  let source: Source
  let arithmetic: BoundArithmetic

  /// Takes a forward's data; nil unless the input has channels and every array one number for each.
  package init?(
    input: Tensor,
    weight: Tensor?,
    bias: Tensor?,
    eps: Double,
    source: Source,
    arithmetic: BoundArithmetic
  ) {
    guard let input = ChannelMajor(input) else { return nil }
    let channels = input.channels
    guard weight.map({ $0.count == channels }) ?? true, bias.map({ $0.count == channels }) ?? true
    else { return nil }
    switch source {
    case .batch(let statistics): guard statistics.mean.count == channels else { return nil }
    case .running(let mean, let variance, _):
      guard mean.count == channels, variance.count == channels else { return nil }
    }
    self.input = input
    self.weight = weight?.doubles
    self.bias = bias?.doubles
    self.eps = eps
    self.source = source
    self.arithmetic = arithmetic
  }

  /// The number n of values per channel.
  package var valuesPerChannel: Int { input.valuesPerChannel }

  /// Whether the batch's own statistics are used (R9).
  var usesBatch: Bool {
    if case .batch = source { true } else { false }
  }

  /// γ of a channel; absent means 1 (R22).
  func weight(_ channel: Int) -> Double { weight?[channel] ?? 1 }

  /// β of a channel; absent means 0 (R22).
  func bias(_ channel: Int) -> Double { bias?[channel] ?? 0 }

  /// The channels' statistics with their errors.
  func normalizations(depth: BoundDepth) -> [Normalization] {
    switch source {
    case .batch(let statistics):
      return (0..<input.channels).map { channel in
        let errors = statistics.errors(channel: channel, depth: depth, arithmetic: arithmetic)
        return Normalization(
          mean: statistics.mean[channel],
          meanError: errors.mean,
          variance: statistics.variance[channel],
          varianceError: errors.variance,
          eps: eps,
          arithmetic: arithmetic
        )
      }
    case .running(let mean, let variance, let history):
      let carried = history.carried(depth: depth)
      return (0..<input.channels).map { channel in
        Normalization(
          mean: mean[channel],
          meanError: carried.mean.indices.contains(channel) ? carried.mean[channel] : 0,
          variance: variance[channel],
          varianceError: carried.variance.indices.contains(channel) ? carried.variance[channel] : 0,
          eps: eps,
          arithmetic: arithmetic
        )
      }
    }
  }
}
