// SPDX-License-Identifier: MIT

extension FaultCatalogue {
  /// Faults of layout.
  static let layout: [Fault] = [
    Fault(
      "channel-is-last-axis",
      "takes the last dimension as channel",
      "Keras, Flax convention",
      "R20",
      .layout,
      .common
    ) { $0.layout.grouping = (.lastAxis, 0) },
    Fault(
      "channel-is-first-axis",
      "takes dimension 0 as channel",
      "ooples/AiDotNet.Tensors#233",
      "R20",
      .layout
    ) { $0.layout.grouping = (.firstAxis, 0) },
    Fault(
      "channel-is-first-axis-in-3d",
      "takes dimension 0 as channel for rank 3 and above",
      "ooples/AiDotNet.Tensors#233",
      "R20",
      .layout
    ) { $0.layout.grouping = (.firstAxis, 3) },
    Fault(
      "channel-is-last-axis-in-images",
      "takes the last dimension as channel from rank 4 on",
      "MLX convention",
      "R20",
      .layout,
      .common
    ) { $0.layout.grouping = (.lastAxis, 4) },
    Fault(
      "channel-is-last-axis-in-volumes",
      "takes the last dimension as channel in rank 5",
      "channel stride wrong in 3d kernels",
      "R20",
      .layout
    ) { $0.layout.grouping = (.lastAxis, 5) },
    Fault(
      "channel-interleaved-in-volumes",
      "takes the offset modulo C as channel in rank 5",
      "channel stride wrong in 3d kernels",
      "R20",
      .layout
    ) { $0.layout.grouping = (.interleaved, 5) },
    Fault(
      "instance-normalization",
      "normalizes each sample on its own",
      "instance normalization",
      "R20",
      .layout
    ) { $0.layout.grouping = (.samples(1), 0) },
    Fault(
      "position-normalization",
      "normalizes over samples only",
      "Nico-Curti/NumPyNet#7",
      "R20",
      .layout,
      .common,
      or: [[{ $0.layout.parametersOfChannel = true }]]
    ) { $0.layout.grouping = (.perPosition, 0) },
    Fault(
      "whole-tensor",
      "normalizes over the whole tensor",
      "onnx#2669",
      "R20",
      .layout,
      or: [[{ $0.layout.parametersOfChannel = true }]]
    ) { $0.layout.grouping = (.everything, 0) },
    Fault(
      "interleaved-channels",
      "takes the offset modulo C as channel",
      "NHWC read as NCHW",
      "R20",
      .layout
    ) { $0.layout.grouping = (.interleaved, 0) },
    Fault(
      "output-transposed",
      "writes images with height and width swapped",
      "pytorch#175189",
      "R19",
      .layout
    ) { $0.layout.writesTransposed = true },
    Fault("output-of-first-sample", "repeats the first sample's output", "", "R19", .layout) {
      $0.layout.repeatsFirstSample = true
    },
    Fault("output-of-next-channel", "writes the next channel's output", "", "R20", .layout) {
      $0.layout.shiftsChannels = true
    },
    Fault(
      "statistics-of-first-channel",
      "uses the first channel's statistics for all",
      "",
      "R20",
      .layout
    ) { $0.layout.sharesFirstStatistics = true },
    Fault(
      "input-overwritten",
      "works in place and overwrites its input",
      "tenstorrent/tt-metal PR45578",
      "R19",
      .layout
    ) { $0.layout.changesInput = true },
    Fault("output-flattened", "gives the output the shape (N, C·S)", "", "R19", .layout) {
      $0.layout.flattensOutput = true
    },
    Fault(
      "layer-normalization",
      "normalizes each sample over all of its channels",
      "layer normalization",
      "R20",
      .layout
    ) {
      $0.layout.grouping = (.firstAxis, 0); $0.layout.parametersOfChannel = true
    },
    Fault(
      "row-normalization",
      "takes statistics of each row of a channel",
      "axis=(0, 3)",
      "R20",
      .layout
    ) {
      $0.layout.grouping = (.rows, 3); $0.layout.parametersOfChannel = true
    },
    Fault(
      "column-normalization",
      "takes statistics of each column of a channel",
      "axis=(0, 2), right for rank 3",
      "R20",
      .layout
    ) {
      $0.layout.grouping = (.columns, 4); $0.layout.parametersOfChannel = true
    },
  ]
}
