// SPDX-License-Identifier: MIT

internal import BNTensors

/// A number of things that loops and vector loads run over, in steps of 4, 8, … at a time.
enum CaseSize: CaseIterable {
  /// n, the values of a channel.
  case values
  /// C.
  case channels
  /// S, the positions of a sample.
  case positions
  /// W, the length of a row.
  case columns
  /// The elements of the whole tensor.
  case elements

  /// The steps that code takes.
  static let steps = [4, 8, 16, 32, 64, 128, 256]

  /// How many there are in a tensor of this shape; nil if that is none.
  func count(in shape: Shape) -> Int? {
    let count: Int? =
      switch self {
      case .values: shape.valuesPerChannel
      case .channels: shape.channels
      case .positions: shape.rank > 2 ? shape.channelStride : nil
      case .columns: shape.rank > 3 ? shape.dimensions.last : nil
      case .elements: shape.dimensions.reduce(1, *)
      }
    return count.flatMap { $0 > 0 ? $0 : nil }
  }

  /// What it is called.
  var name: String {
    switch self {
    case .values: "n"
    case .channels: "C"
    case .positions: "S"
    case .columns: "W"
    case .elements: "the number of elements"
    }
  }
}
