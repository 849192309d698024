// SPDX-License-Identifier: MIT

public import BNTensors

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

  /// Creates the three gradients, each of which may be absent and then counts as zero.
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
