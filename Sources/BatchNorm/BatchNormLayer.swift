// SPDX-License-Identifier: MIT

public import BNTensors

/// The specification of record: a BatchNorm layer whose every result is exact and rounded once.
///
/// It follows `torch.nn.BatchNorm1d/2d/3d` of PyTorch 2.10 rule by rule. As specified it is plainly
/// right rather than fast; another method may give the same bits in less time.
public struct BatchNormLayer: Sendable {
  /// What the layer was constructed with; eps and momentum may be changed later (R1).
  public var configuration: LayerConfiguration
  /// The tensors that the layer holds.
  public internal(set) var state: LayerState
  /// The attribute `track_running_stats`, which may be changed later without touching buffers (R32).
  public var tracksRunningStats: Bool
  /// A faster way to the same bits, if there is one.
  package var method: (any ForwardMethod)?

  /// Creates a layer that holds the given tensors and computes by the specification of record.
  public init(configuration: LayerConfiguration, state: LayerState) {
    self.configuration = configuration
    self.state = state
    tracksRunningStats = configuration.trackRunningStats
  }

  /// Normalizes an input; in training it also updates the running statistics.
  ///
  /// The steps stand in the order of the upstream code, because it decides which of two errors wins
  /// and what has changed before it (R7–R18).
  ///
  /// - Throws: the kind of error; after it the state is what R16 says.
  public mutating func forward(
    _ input: Tensor,
    mode: ForwardMode
  ) throws(ErrorKind) -> ForwardPass {
    try checkRank(of: input)
    let factor = advanceCounter(mode: mode)
    let call = NormalizationCall(layer: self, input: input, mode: mode)
    try call.check(eps: configuration.eps)
    if input.count == 0 { return call.emptyPass(eps: configuration.eps) }
    let pass =
      method?.pass(call, eps: configuration.eps) ?? call.pass(eps: configuration.eps)
    if mode == .training, tracksRunningStats { updateRunningStatistics(pass, factor: factor) }
    return pass
  }

  /// Counts the batch and returns the averaging factor a (R8).
  ///
  /// The counter goes up before any later check can fail (R16).
  private mutating func advanceCounter(mode: ForwardMode) -> Double {
    guard mode == .training, tracksRunningStats, let seen = state.numBatchesTracked else {
      return configuration.momentum ?? 0
    }
    let count = seen &+ 1
    state.numBatchesTracked = count
    return configuration.momentum ?? 1 / Double(count)
  }

  /// Refuses an input whose rank is not the kind's, before anything else (R7).
  private func checkRank(of input: Tensor) throws(ErrorKind) {
    guard configuration.kind.accepts(rank: input.shape.rank) else { throw .rankMismatch }
    if configuration.kind == .anyDimensional, input.shape.channels == 0 { throw .noChannels }
  }
}
