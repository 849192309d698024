// SPDX-License-Identifier: MIT

internal import BNExactArithmetic
package import BNTensors

extension NormalizationCall {
  /// Normalizes every element (R20–R22 in training, R29 in evaluation).
  func pass(eps: Double) -> ForwardPass {
    let shape = input.shape
    var bits = [UInt64](repeating: 0, count: shape.count)
    var channels: [ChannelStatistics] = []
    for channel in 0..<(shape.channels ?? 0) {
      let offsets = shape.offsets(ofChannel: channel)
      let statistics = statistics(channel: channel, offsets: offsets, eps: eps)
      channels.append(statistics)
      let exact = ExactChannel(
        statistics,
        gamma: weight?.exact(at: channel) ?? .one,
        beta: bias?.exact(at: channel) ?? .zero
      )
      for offset in offsets { bits[offset] = input.round(exact.result(input.exact(at: offset))) }
    }
    return result(bits: bits, eps: eps, channels: channels)
  }

  /// An input without elements gives an output without elements and touches no statistic (R13).
  func emptyPass(eps: Double) -> ForwardPass {
    result(bits: [], eps: eps, channels: [])
  }

  /// The statistics of a channel: those of the batch, or the running ones (R9).
  package func statistics(channel: Int, offsets: [Int], eps: Double) -> ChannelStatistics {
    if !usesBatchStatistics, let runningMean, let runningVar {
      return ChannelStatistics(
        runningMean: runningMean.exact(at: channel),
        runningVar: runningVar.exact(at: channel),
        eps: eps
      )
    }
    return ChannelStatistics(batch: offsets.map(input.exact(at:)), eps: eps)
  }

  private func result(
    bits: [UInt64],
    eps: Double,
    channels: [ChannelStatistics]
  ) -> ForwardPass {
    result(
      output: input.replacing(bits: bits),
      eps: eps,
      channels: DeferredStatistics(channels),
      memory: nil
    )
  }

  /// A pass with an output that has been computed, and what its method keeps for what follows.
  package func result(
    output: Tensor,
    eps: Double,
    channels: DeferredStatistics,
    memory: (any PassMemory)?
  ) -> ForwardPass {
    ForwardPass(
      output: output,
      input: input,
      usesBatchStatistics: usesBatchStatistics,
      weight: weight,
      bias: bias,
      eps: eps,
      statistics: channels,
      memory: memory
    )
  }
}
