// SPDX-License-Identifier: MIT

/// The name of a tensor that a step produces or leaves behind.
public enum TensorName: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
  case output
  case runningMean = "running_mean"
  case runningVar = "running_var"
  case numBatchesTracked = "num_batches_tracked"
  case weight, bias
  case batchMean = "batch_mean"
  case batchVar = "batch_var"
  case gradInput = "grad_input"
  case gradWeight = "grad_weight"
  case gradBias = "grad_bias"
  case doubleGradOutput = "double_grad_output"
  case doubleGradWeight = "double_grad_weight"
  case doubleGradInput = "double_grad_input"

  /// Whether the tensor serves the bound and is not asked of implementations.
  public var isAdvisory: Bool { self == .batchMean || self == .batchVar }

  /// Whether the tensor is part of the layer's state after the step.
  public var isState: Bool {
    switch self {
    case .runningMean, .runningVar, .numBatchesTracked, .weight, .bias: true
    default: false
    }
  }
}
