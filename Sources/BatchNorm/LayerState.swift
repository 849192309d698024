// SPDX-License-Identifier: MIT

public import BNTensors

/// The tensors that a BatchNorm layer holds; each may be absent on its own (R2, R3, R22).
public struct LayerState: Equatable, Sendable {
  /// γ, usually of shape `[C]`; absent means 1.
  public var weight: Tensor?
  /// β, usually of shape `[C]`; absent means 0.
  public var bias: Tensor?
  /// The running mean, usually of shape `[C]`.
  public var runningMean: Tensor?
  /// The running variance (unbiased), usually of shape `[C]`.
  public var runningVar: Tensor?
  /// The number of training batches seen.
  public var numBatchesTracked: Int64?

  /// Creates a state.
  public init(
    weight: Tensor? = nil,
    bias: Tensor? = nil,
    runningMean: Tensor? = nil,
    runningVar: Tensor? = nil,
    numBatchesTracked: Int64? = nil
  ) {
    self.weight = weight
    self.bias = bias
    self.runningMean = runningMean
    self.runningVar = runningVar
    self.numBatchesTracked = numBatchesTracked
  }
}
