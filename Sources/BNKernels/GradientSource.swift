// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNExactArithmetic

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
      sums: plain,
      later: { later(channel) }
    )
    if let constants, constants.isSharp { return constants }
    return exactConstants(channel)
  }

  private func exactConstants(_ channel: Int) -> GradientConstants? {
    let exact = Exact(pairs: exactPairs(channel), reference: exactReference(channel))
    return exact.pairs.isFinite ? constants(channel, exact) : nil
  }

  /// What decides where plain sums do not.
  private func later(_ channel: Int) -> GradientConstants.Later {
    let exact = Exact(pairs: exactPairs(channel), reference: exactReference(channel))
    return GradientConstants.Later(plane: constants(channel, exact)?.plane, scale: exact.scale)
  }

  /// What is known exactly of a channel.
  private struct Exact {
    let pairs: ChannelSums
    let reference: (statistics: GradientConstants.Reference, scale: () -> ExactChannel)

    var scale: ExactGradient {
      let usesBatch = if case .batch = reference.statistics { true } else { false }
      return ExactGradient(
        reference.scale(),
        usesBatchStatistics: usesBatch,
        exact: pairs.exact
      )
    }
  }

  /// The constants by exact sums, which only exact numbers can be better than.
  private func constants(_ channel: Int, _ exact: Exact) -> GradientConstants? {
    GradientConstants(
      forward: forward,
      channel: channel,
      reference: exact.reference.statistics,
      sums: exact.pairs.bounded,
      later: { GradientConstants.Later(plane: nil, scale: exact.scale) }
    )
  }

  /// The statistics of a channel as good as they are known, and as exact numbers.
  private func exactReference(
    _ channel: Int
  ) -> (statistics: GradientConstants.Reference, scale: () -> ExactChannel) {
    switch statistics {
    case .batch:
      let sums = exactValues(channel)
      return (.batch(sums.bounded), { forward.scale(channel, sums) })
    case .running(let mean, let variance):
      let statistics = RunningStatistics(mean: mean, variance: variance)
      return (.running(statistics), { forward.scale(channel, statistics) })
    }
  }
}
