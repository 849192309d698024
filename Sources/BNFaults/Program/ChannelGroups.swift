// SPDX-License-Identifier: MIT

internal import BNTensors

extension LayoutChoices {
  /// The row-major offsets that make up each channel.
  func groups(of shape: Shape) -> [[Int]] {
    let channels = shape.channels ?? 0
    let chosen = shape.rank >= minimumRank ? grouping : .channels
    let inner = shape.channelStride
    func key(_ offset: Int) -> Int {
      switch chosen {
      case .channels: return shape.channel(ofOffset: offset)
      case .lastAxis: return offset % max(shape.dimensions.last ?? 1, 1)
      case .firstAxis: return offset / max(shape.count / max(shape.dimensions[0], 1), 1)
      case .perSample: return offset / max(inner, 1)
      case .perPosition: return offset % max(channels * inner, 1)
      case .everything: return 0
      case .interleaved: return offset % max(channels, 1)
      }
    }
    var table: [Int: [Int]] = [:]
    for offset in 0..<shape.count { table[key(offset), default: []].append(offset) }
    let count = chosen == .channels ? channels : (table.keys.max() ?? -1) + 1
    return (0..<count).map { table[$0] ?? [] }
  }

  /// The offsets that statistics are taken over.
  func sampled(_ offsets: [Int], shape: Shape) -> [Int] {
    let samples = shape.dimensions.first ?? 0
    if skipsLastSample, samples > 1 {
      return offsets.filter { $0 < shape.count / samples * (samples - 1) }
    }
    guard let lanes = dropsRemainderOf, shape.rank >= dropsFromRank, offsets.count > lanes else {
      return offsets
    }
    return Array(offsets.prefix(offsets.count / lanes * lanes))
  }
}
