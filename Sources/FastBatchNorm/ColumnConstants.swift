// SPDX-License-Identifier: MIT

internal import CAVX2

/// What is known of each of several channels, one array for every quantity.
final class ColumnConstants {
  let anchor: UnsafeMutablePointer<Double>
  let special: UnsafeMutablePointer<UInt8>
  let range: bn_column_range
  let sums: bn_column_sums
  let lines: bn_column_lines
  let pairs: UnsafeMutablePointer<Float>
  private let doubles: UnsafeMutablePointer<Double>
  private let floats: UnsafeMutablePointer<Float>
  private let bottoms: UnsafeMutablePointer<UInt32>

  init(channels: Int) {
    doubles = Self.room(8 * channels)
    floats = Self.room(2 * channels)
    bottoms = Self.room(channels)
    pairs = Self.room(6 * channels)
    special = .allocate(capacity: channels)
    special.initialize(repeating: 0, count: channels)
    anchor = doubles
    let rest = (1..<8).map { [doubles] in doubles + $0 * channels }
    sums = bn_column_sums(sum: rest[0], high: rest[1], low: rest[2])
    lines = bn_column_lines(slope: rest[3], centre: rest[4], low: rest[5], high: rest[6])
    range = bn_column_range(minimum: floats, maximum: floats + channels, bottom: bottoms)
  }

  /// Room that starts with a cache line.
  private static func room<Value>(_ count: Int) -> UnsafeMutablePointer<Value> {
    let bytes = MemoryLayout<Value>.stride * count
    return UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Value.self, capacity: count)
  }

  deinit {
    doubles.deallocate()
    floats.deallocate()
    bottoms.deallocate()
    pairs.deallocate()
    special.deallocate()
  }

  /// The biased exponents of a channel's largest and smallest magnitude; zero has none.
  @inline(__always)
  func exponents(_ channel: Int) -> (top: Int, bottom: Int) {
    let ends = max(
      range.minimum[channel].magnitude.bitPattern,
      range.maximum[channel].magnitude.bitPattern
    )
    let top = max(Int(ends >> 23), 1)
    let smallest = range.bottom[channel]
    return (top, smallest == .max ? top : max(Int((smallest + 1) >> 23), 1))
  }

  /// The sums of a channel in the form of a block.
  func block(_ channel: Int) -> bn_block_sums {
    var block = bn_block_sums()
    block.sum.0 = sums.sum[channel]
    block.square.0 = sums.high[channel]
    block.square.1 = sums.low[channel]
    block.minimum = range.minimum[channel]
    block.maximum = range.maximum[channel]
    return block
  }

  func line(_ channel: Int) -> bn_line {
    bn_line(
      slope: lines.slope[channel],
      centre: lines.centre[channel],
      low: lines.low[channel],
      high: lines.high[channel]
    )
  }

  func set(_ channel: Int, _ line: bn_line) {
    lines.slope[channel] = line.slope
    lines.centre[channel] = line.centre
    lines.low[channel] = line.low
    lines.high[channel] = line.high
  }

  /// A line that leaves nothing undecided, for a channel that is computed in another way.
  func clear(_ channel: Int) {
    set(channel, bn_line(slope: 0, centre: 0, low: 0, high: 0))
  }
}
