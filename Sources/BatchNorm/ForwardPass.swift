// SPDX-License-Identifier: MIT

internal import BNExactArithmetic
public import BNTensors

/// One forward call: its output and what its backward needs.
///
/// A pass keeps its own exact statistics, so that several forwards may precede their backwards (R36)
/// and later updates of the running statistics do not reach an evaluation graph (R41).
public struct ForwardPass: Sendable {
  /// y, of the input's shape and type (R19).
  public let output: Tensor
  /// The input.
  public let input: Tensor
  /// Whether batch statistics were used (R9).
  public let usesBatchStatistics: Bool

  package let weight: Tensor?
  package let bias: Tensor?
  package let eps: Double
  /// The exact statistics of every channel.
  let statistics: DeferredStatistics
  /// What a faster method keeps for what follows, if one was used.
  let memory: (any PassMemory)?

  /// The exact statistics of every channel.
  var channels: [ChannelStatistics] { statistics.values }

  /// γ of a channel; 1 without a weight (R22).
  func gamma(_ channel: Int) -> ExactReal { weight?.exact(at: channel) ?? .one }

  /// The batch means as float64 `[C]`, or nil if running statistics were used.
  public var batchMean: Tensor? {
    usesBatchStatistics ? .float64(channels.map(\.mean)) : nil
  }

  /// The biased batch variances as float64 `[C]`, or nil if running statistics were used.
  public var batchVar: Tensor? {
    usesBatchStatistics ? .float64(channels.map(\.biasedVariance)) : nil
  }
}

extension Tensor {
  fileprivate static func float64(_ values: [QuadraticSurd]) -> Tensor {
    Tensor(vector: .init(.float64, bits: values.map { $0.rounded(to: .binary64) }))
  }
}
