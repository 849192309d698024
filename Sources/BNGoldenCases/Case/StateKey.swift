// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

/// The name of a tensor of the layer's state (R5).
enum StateKey: String, CaseIterable, Sendable {
  case weight, bias
  case runningMean = "running_mean"
  case runningVar = "running_var"
  case numBatchesTracked = "num_batches_tracked"

  /// The name of the same tensor among a step's results.
  var tensorName: TensorName {
    switch self {
    case .weight: .weight
    case .bias: .bias
    case .runningMean: .runningMean
    case .runningVar: .runningVar
    case .numBatchesTracked: .numBatchesTracked
    }
  }
}

extension LayerState {
  /// The tensor of that name, or nil if it is absent.
  subscript(key: StateKey) -> Tensor? {
    switch key {
    case .weight: weight
    case .bias: bias
    case .runningMean: runningMean
    case .runningVar: runningVar
    case .numBatchesTracked: numBatchesTracked.map(Tensor.init(scalar:))
    }
  }
}
