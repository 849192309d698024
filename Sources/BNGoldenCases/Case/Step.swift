// SPDX-License-Identifier: MIT

public import BatchNorm
public import BNTensors

/// One step of a case, with the tensors that it reads.
public enum Step: Equatable, Sendable {
  /// A forward call in training or evaluation mode.
  case forward(mode: ForwardMode, input: Tensor)
  /// The backward of the forward at an earlier step (R33, R34).
  case backward(of: Int, gradOutput: Tensor, wants: [FirstOrderGradient])
  /// The derivatives of the backward at an earlier step (R39, R40); an absent gradient is zero.
  case doubleBackward(of: Int, incoming: SecondOrderInput, wants: [SecondOrderGradient])
  /// Calls `reset_running_stats` (R4).
  case resetRunningStats
  /// Sets the attribute `track_running_stats` and leaves the buffers alone (R32).
  case setTrackRunningStats(Bool)
  /// Loads a state dict strictly (R5); an absent tensor is a missing key.
  case loadState(version: StateVersion, state: LayerState)
  /// Sets the attribute `eps` of a living layer (R1).
  case setEps(Double)
  /// Sets the attribute `momentum` of a living layer; nil is the cumulative average (R1, R8).
  case setMomentum(Double?)
  /// Whether the forwards that follow are recorded for a backward, as `torch.set_grad_enabled` says (R23).
  case setGradEnabled(Bool)
  /// Copies the layer with all that it holds, and goes on with the copy (R2, R3).
  case copy
  /// Goes on with the other one of a layer and its copy.
  case switchCopy
}
