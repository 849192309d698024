// SPDX-License-Identifier: MIT

internal import BNTensors

extension LayoutChoices {
  /// The row-major offsets that make up each channel.
  func groups(of shape: Shape) -> [[Int]] {
    let channels = shape.channels ?? 0
    let chosen = shape.rank >= grouping.fromRank ? grouping.by : .channels
    let inner = shape.channelStride
    let samples = shape.dimensions.first ?? 0
    let width = max(shape.rank > 2 ? shape.dimensions.last ?? 1 : 1, 1)
    let height = max(inner / width, 1)
    /// The place of an offset where each so many samples are normalized on their own.
    func key(_ offset: Int, samples size: Int) -> Int {
      let sample = offset / max(channels * inner, 1)
      let part = min(sample / size, max(samples / size, 1) - 1)
      return part * channels + shape.channel(ofOffset: offset)
    }
    func key(_ offset: Int) -> Int {
      switch chosen {
      case .channels: return shape.channel(ofOffset: offset)
      case .lastAxis: return offset % max(shape.dimensions.last ?? 1, 1)
      case .firstAxis: return offset / max(shape.count / max(shape.dimensions[0], 1), 1)
      case .samples(let size): return key(offset, samples: size)
      case .halves: return key(offset, samples: max(samples / 2, 1))
      case .perPosition: return offset % max(channels * inner, 1)
      case .everything: return 0
      case .interleaved: return offset % max(channels, 1)
      case .rows: return shape.channel(ofOffset: offset) * max(height, 1) + offset / width % height
      case .columns: return shape.channel(ofOffset: offset) * width + offset % width
      }
    }
    var table: [Int: [Int]] = [:]
    for offset in 0..<shape.count { table[key(offset), default: []].append(offset) }
    let count = (table.keys.max() ?? channels - 1) + 1
    return (0..<count).map { table[$0] ?? [] }
  }

  /// Sums over the groups of one channel, where samples are normalized on their own.
  func summed(_ values: [Double], channels: Int) -> [Double] {
    switch grouping.by {
    case .samples, .halves:
      return (0..<min(channels, values.count)).map { channel in
        stride(from: channel, to: values.count, by: channels).reduce(0) { $0 + values[$1] }
      }
    default: return values
    }
  }

  /// The offsets that sums are taken over; none only where their count does not matter.
  func sampled(_ offsets: [Int], shape: Shape, mayBeEmpty: Bool) -> [Int] {
    let samples = shape.dimensions.first ?? 0
    var rest = offsets
    if skipsLastSample, samples > 1 {
      rest.removeAll { $0 >= shape.count / samples * (samples - 1) }
    }
    if keepsFirstSample, samples > 1 { rest.removeAll { $0 >= shape.count / samples } }
    let width = shape.rank > 2 ? shape.dimensions.last ?? 1 : 1
    if skipsLastColumn, width > 1 { rest.removeAll { $0 % width == width - 1 } }
    if skipsLastRow, shape.rank > 3, shape.dimensions[shape.rank - 2] > 1 {
      let height = shape.dimensions[shape.rank - 2]
      rest.removeAll { $0 / width % height == height - 1 }
    }
    if let lanes = droppedPositions {
      let inner = shape.channelStride
      rest.removeAll { $0 % inner >= inner / lanes * lanes }
    }
    if let limit = valueLimit { rest = Array(rest.prefix(limit)) }
    if let (lanes, fromRank) = droppedRemainder, shape.rank >= fromRank {
      rest = Array(rest.prefix(rest.count / lanes * lanes))
    }
    return rest.isEmpty && !mayBeEmpty ? offsets : rest
  }
}
