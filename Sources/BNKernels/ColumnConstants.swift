// SPDX-License-Identifier: MIT

internal import CBNKernels

/// What is known of each of several channels, one array for every quantity.
final class ColumnConstants {
  /// 1 in a channel that goes another way, 2 in one whose running statistics do.
  let special: UnsafeMutablePointer<UInt8>
  let sums: bn_column_sums
  let lines: bn_column_lines
  let pairs: UnsafeMutablePointer<Float>
  /// Room for two numbers of every channel.
  let scratch: UnsafeMutablePointer<Double>
  private let doubles: UnsafeMutablePointer<Double>
  private let floats: UnsafeMutablePointer<Float>

  init(channels: Int) {
    doubles = Self.room(10 * channels)
    floats = Self.room(3 * channels)
    pairs = Self.room(6 * channels)
    special = .allocate(capacity: channels)
    special.initialize(repeating: 0, count: channels)
    scratch = doubles
    let rest = (2..<10).map { [doubles] in doubles + $0 * channels }
    sums = bn_column_sums(
      centre: floats,
      sum: rest[0],
      sum_rest: rest[1],
      square: rest[2],
      square_rest: rest[3],
      minimum: floats + channels,
      maximum: floats + 2 * channels
    )
    lines = bn_column_lines(slope: rest[4], centre: rest[5], low: rest[6], high: rest[7])
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
    pairs.deallocate()
    special.deallocate()
  }

  /// The sums of a channel of so many values, with a bound for the relative error of squares.
  @inline(__always)
  func bounded(_ channel: Int, count: Int, error: Double) -> BoundedSums {
    var bounded = BoundedSums()
    bounded.count = count
    bounded.centre = Double(sums.centre[channel])
    bounded.minimum = Double(sums.minimum[channel])
    bounded.maximum = Double(sums.maximum[channel])
    bounded.sum = DoubleDouble(sum: sums.sum[channel], sums.sum_rest[channel])
    bounded.square = DoubleDouble(sum: sums.square[channel], sums.square_rest[channel])
    bounded.isFinite = bounded.sum.high.isFinite && bounded.square.high.isFinite
    bounded.squareError = error * bounded.square.high
    bounded.sumError = error * (Double(count) * bounded.square.high).squareRoot()
    return bounded
  }

  func line(_ channel: Int) -> bn_line {
    bn_line(
      slope: lines.slope[channel],
      centre: lines.centre[channel],
      low: lines.low[channel],
      high: lines.high[channel]
    )
  }

  /// A line that leaves nothing undecided, for a channel that is computed in another way.
  func clear(_ channel: Int) {
    lines.slope[channel] = 0
    lines.centre[channel] = 0
    lines.low[channel] = 0
    lines.high[channel] = 0
  }
}
