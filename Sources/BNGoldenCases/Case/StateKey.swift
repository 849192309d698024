// SPDX-License-Identifier: MIT

package import BatchNorm
package import BNTensors

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
    get {
      switch key {
      case .weight: weight
      case .bias: bias
      case .runningMean: runningMean
      case .runningVar: runningVar
      case .numBatchesTracked: numBatchesTracked.map(Tensor.init(scalar:))
      }
    }
    set {
      switch key {
      case .weight: weight = newValue
      case .bias: bias = newValue
      case .runningMean: runningMean = newValue
      case .runningVar: runningVar = newValue
      case .numBatchesTracked: numBatchesTracked = newValue?.int64Scalar
      }
    }
  }

  /// The tensors that are there, by their names among a step's results.
  package var tensors: [TensorName: Tensor] {
    var tensors: [TensorName: Tensor] = [:]
    for key in StateKey.allCases { tensors[key.tensorName] = self[key] }
    return tensors
  }

  /// Takes over those tensors that a step left behind.
  package mutating func replace(with tensors: [TensorName: Tensor]) {
    for key in StateKey.allCases {
      if let tensor = tensors[key.tensorName] { self[key] = tensor }
    }
  }
}
