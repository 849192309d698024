// SPDX-License-Identifier: MIT

internal import BNTensors

extension LayoutChoices {
  /// The row-major offsets that make up each channel.
  func groups(of shape: Shape) -> [[Int]] {
    let channels = shape.channels ?? 0
    let chosen = shape.rank >= grouping.fromRank ? grouping.by : .channels
    let inner = shape.channelStride
    let samples = shape.dimensions.first ?? 0
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

  /// The offsets that statistics are taken over.
  func sampled(_ offsets: [Int], shape: Shape) -> [Int] {
    let samples = shape.dimensions.first ?? 0
    if skipsLastSample, samples > 1 {
      return offsets.filter { $0 < shape.count / samples * (samples - 1) }
    }
    if let valueLimit { return Array(offsets.prefix(valueLimit)) }
    guard let (lanes, fromRank) = droppedRemainder, shape.rank >= fromRank, offsets.count > lanes
    else {
      return offsets
    }
    return Array(offsets.prefix(offsets.count / lanes * lanes))
  }
}
