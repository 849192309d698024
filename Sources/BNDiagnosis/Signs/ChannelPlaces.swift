// SPDX-License-Identifier: MIT

internal import BNTensors

/// Where the values of a channel, in memory order, lie in the tensor.
struct ChannelPlaces {
  /// The number n of values of a channel.
  let count: Int
  /// The number N of samples.
  let samples: Int
  /// The number S of positions of a sample.
  let positions: Int
  /// Rows and columns of a plane, where there are planes.
  let plane: (rows: Int, columns: Int)?

  init(_ shape: Shape) {
    samples = shape.dimensions.first ?? 0
    positions = shape.channelStride
    count = samples * positions
    let last = shape.dimensions.suffix(2)
    plane = shape.rank >= 4 ? last.first.flatMap { rows in last.last.map { (rows, $0) } } : nil
  }

  func sample(_ index: Int) -> Int { index / max(positions, 1) }
  func position(_ index: Int) -> Int { index % max(positions, 1) }
  func column(_ index: Int) -> Int { plane.map { index % max($0.columns, 1) } ?? position(index) }
  func row(_ index: Int) -> Int {
    plane.map { position(index) / max($0.columns, 1) % max($0.rows, 1) } ?? 0
  }
}
