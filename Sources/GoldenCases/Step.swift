// SPDX-License-Identifier: MIT

public import BatchNorm
public import Tensors

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
}

/// The mode of a forward call.
public enum ForwardMode: String, Codable, Sendable {
  case training, evaluation
}

/// A first-order gradient that a backward may be asked for (R35).
public enum FirstOrderGradient: String, CaseIterable, Codable, Sendable {
  case input, weight, bias
}

/// A second-order gradient that a double backward may be asked for (R39).
public enum SecondOrderGradient: String, CaseIterable, Codable, Sendable {
  case gradOutput = "grad_output"
  case weight, input
}

/// The gradients that come into a double backward (R39: P, Q and B).
public struct SecondOrderInput: Equatable, Sendable {
  /// P, of the input's shape.
  public var gradGradInput: Tensor?
  /// Q, of the weight's shape.
  public var gradGradWeight: Tensor?
  /// B, of the bias's shape.
  public var gradGradBias: Tensor?

  /// Creates the three gradients, each of which may be absent.
  public init(
    gradGradInput: Tensor? = nil,
    gradGradWeight: Tensor? = nil,
    gradGradBias: Tensor? = nil
  ) {
    self.gradGradInput = gradGradInput
    self.gradGradWeight = gradGradWeight
    self.gradGradBias = gradGradBias
  }
}

/// The format version of a state dict (R5).
public enum StateVersion: String, CaseIterable, Codable, Sendable {
  case none, one = "1", two = "2"
}
