// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import CBNConform
internal import BNTensors

/// A layer's state in memory that a library may read.
final class HostedState {
  private let tensors: [HostedTensor?]
  private let count: UnsafeMutablePointer<Int64>?

  init(_ state: LayerState) throws {
    tensors = try [state.weight, state.bias, state.runningMean, state.runningVar].map { tensor in
      try tensor.map(HostedTensor.init(copying:))
    }
    count = state.numBatchesTracked.map { value in
      let pointer = UnsafeMutablePointer<Int64>.allocate(capacity: 1)
      pointer.initialize(to: value)
      return pointer
    }
  }

  deinit { count?.deallocate() }

  /// The state as `bnconform.h` has it; valid as long as this object lives.
  var value: bnconform_state {
    var state = bnconform_state()
    state.weight = tensors[0].map { UnsafePointer($0.pointer) }
    state.bias = tensors[1].map { UnsafePointer($0.pointer) }
    state.running_mean = tensors[2].map { UnsafePointer($0.pointer) }
    state.running_var = tensors[3].map { UnsafePointer($0.pointer) }
    state.num_batches_tracked = count.map { UnsafePointer($0) }
    return state
  }
}

extension LayerState {
  /// A copy of the state that a library points to.
  init(copying state: bnconform_state) throws {
    self.init(
      weight: try state.weight.map { try Tensor(copying: $0, name: "weight") },
      bias: try state.bias.map { try Tensor(copying: $0, name: "bias") },
      runningMean: try state.running_mean.map { try Tensor(copying: $0, name: "running_mean") },
      runningVar: try state.running_var.map { try Tensor(copying: $0, name: "running_var") },
      numBatchesTracked: state.num_batches_tracked?.pointee
    )
  }
}
