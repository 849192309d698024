// SPDX-License-Identifier: MIT

internal import ExactArithmetic

/// Makes the constants of gradients: by plain sums where these serve, else by exact ones.
struct GradientSource {
  let forward: FloatForward
  let statistics: FloatBackward.Statistics
  /// The plain Σdy and Σd·dy of a channel about a centre; `squares` bounds Σd².
  let plainPairs: (_ channel: Int, _ centre: Float, _ squares: Double) -> BoundedSums
  /// The exact Σdy and Σx·dy of a channel.
  let exactPairs: (_ channel: Int) -> ChannelSums
  /// The exact Σx and Σx² of a channel.
  let exactValues: (_ channel: Int) -> ChannelSums

  /// The constants of a channel; nil if the specification has to compute it.
  func constants(_ channel: Int) -> GradientConstants? {
    guard case .batch(let batches) = statistics else { return exactConstants(channel) }
    let batch = batches[channel]
    guard batch.isBounded else { return nil }
    let squares = 1.01 * (batch.square.magnitude + batch.squareError)
    let plain = plainPairs(channel, Float(batch.centre), squares)
    guard plain.isFinite else { return nil }
    let constants = GradientConstants(
      forward: forward,
      channel: channel,
      reference: .batch(batch),
      sums: plain
    ) { later(channel, exactPairs(channel)) }
    if let constants, constants.isSharp { return constants }
    return exactConstants(channel)
  }

  private func exactConstants(_ channel: Int) -> GradientConstants? {
    let pairs = exactPairs(channel)
    guard pairs.isFinite else { return nil }
    return GradientConstants(
      forward: forward,
      channel: channel,
      reference: exactReference(channel).reference,
      sums: pairs.bounded
    ) { later(channel, pairs) }
  }

  private func later(_ channel: Int, _ pairs: ChannelSums) -> GradientConstants.Later {
    let (reference, scale) = exactReference(channel)
    let exact = GradientScale(
      forward: scale,
      usesBatchStatistics: reference.isBatch,
      exact: pairs.exact
    )
    let constants = GradientConstants(
      forward: forward,
      channel: channel,
      reference: reference,
      sums: pairs.bounded
    ) { GradientConstants.Later(plane: nil, scale: exact) }
    return GradientConstants.Later(plane: constants?.plane, scale: exact)
  }

  /// The statistics of a channel as good as they are known, and as exact numbers.
  private func exactReference(
    _ channel: Int
  ) -> (reference: GradientConstants.Reference, scale: ChannelScale) {
    let (gamma, beta) = (forward.gamma(channel), forward.beta(channel))
    switch statistics {
    case .batch:
      let sums = exactValues(channel)
      return (
        .batch(sums.bounded),
        ChannelScale(sums: sums, gamma: gamma, beta: beta, eps: forward.eps)
      )
    case .running(let mean, let variance):
      let (mean, variance) = (Double(mean[channel]), Double(variance[channel]))
      return (
        .running(mean: mean, variance: variance),
        ChannelScale(
          runningMean: mean,
          runningVar: variance,
          gamma: gamma,
          beta: beta,
          eps: forward.eps
        )
      )
    }
  }
}

extension GradientConstants.Reference {
  fileprivate var isBatch: Bool {
    if case .batch = self { true } else { false }
  }
}
