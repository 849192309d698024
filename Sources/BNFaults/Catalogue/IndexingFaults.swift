// SPDX-License-Identifier: MIT

extension FaultCatalogue {
  /// Faults of indexing.
  static let indexing: [Fault] = [
    Fault(
      "parameters-tiled-by-8",
      "reads weight and bias at the channel modulo 8",
      "tilelang-mlir-ascend PR105",
      "R22",
      .indexing
    ) { $0.affine.tile = 8 },
    Fault(
      "parameters-tiled-by-16",
      "reads weight and bias at the channel modulo 16",
      "tilelang-mlir-ascend PR105",
      "R22",
      .indexing
    ) { $0.affine.tile = 16 },
    Fault(
      "parameters-tiled-by-32",
      "reads weight and bias at the channel modulo 32",
      "tilelang-mlir-ascend PR105",
      "R22",
      .indexing
    ) { $0.affine.tile = 32 },
    Fault("weight-shifted", "reads the weight of the next channel", "", "R22", .indexing) {
      $0.affine.shiftsWeight = true
    },
    Fault("bias-shifted", "reads the bias of the next channel", "", "R22", .indexing) {
      $0.affine.shiftsBias = true
    },
    Fault("weight-reversed", "reads the weights from the end", "", "R22", .indexing) {
      $0.affine.reversesWeight = true
    },
    Fault("first-weight-for-all", "uses the first weight for all channels", "", "R22", .indexing) {
      $0.affine.firstWeightOnly = true
    },
    Fault(
      "weight-ignored-from-8",
      "ignores the weight from channel 8 on",
      "ARM-software/ComputeLibrary#235",
      "R22",
      .indexing
    ) { $0.affine.weightLimit = 8 },
    Fault(
      "channels-limited-to-16",
      "leaves channels from 16 on unnormalized",
      "LBANN PR1610; torch/cunn#298",
      "R20",
      .indexing
    ) { $0.layout.channelLimit = (16, false) },
    Fault(
      "channels-limited-to-64",
      "leaves channels from 64 on unnormalized",
      "ARM-software/ComputeLibrary#235",
      "R20",
      .indexing
    ) { $0.layout.channelLimit = (64, false) },
    Fault(
      "channels-limited-to-256",
      "leaves channels from 256 on unnormalized",
      "ARM-software/ComputeLibrary#235",
      "R20",
      .indexing
    ) { $0.layout.channelLimit = (256, false) },
    Fault(
      "remainder-of-4-dropped-in-images",
      "drops values past a multiple of 4 in images only",
      "ROCm/rocm-libraries PR9031",
      "R20",
      .indexing
    ) { $0.layout.droppedRemainder = (4, 4) },
    Fault(
      "channels-from-64-zero",
      "leaves the output of channels from 64 on at 0",
      "one block of 64 threads for all channels",
      "R20",
      .indexing
    ) { $0.layout.channelLimit = (64, true) },
    Fault(
      "values-from-1024-unwritten",
      "leaves output and grad_input at 0 from value 1,024 of a channel on",
      "one pass of a block of 1,024 threads",
      "R19",
      .indexing
    ) { $0.layout.writtenLimit = 1024 },
    Fault(
      "channels-limited-to-1024",
      "leaves channels from 1,024 on unnormalized",
      "one block of 1,024 threads for all channels",
      "R20",
      .indexing
    ) { $0.layout.channelLimit = (1024, false) },
    Fault(
      "parameters-on-last-axis",
      "reads weight and bias along the last axis where the rank is above 2",
      "NumPy broadcasting without a reshape",
      "R22",
      .indexing
    ) { $0.affine.followsLastAxis = true },
  ]
}
