// SPDX-License-Identifier: MIT

/// Visits the values of a channel of one tensor, or of two of one shape, in runs worth a kernel call.
final class ChannelRuns {
  let grid: ChannelGrid
  private let x: UnsafePointer<Float>
  private let other: UnsafePointer<Float>
  private let gathered: UnsafeMutablePointer<Float>
  /// Runs shorter than this are gathered.
  static let shortRun = 256
  /// The most values that are gathered.
  static let block = 2048

  /// Values alone, or with those of a second tensor beside them.
  init(_ x: UnsafePointer<Float>, _ grid: ChannelGrid, beside other: UnsafePointer<Float>? = nil) {
    self.grid = grid
    self.x = x
    self.other = other ?? x
    gathered = .allocate(capacity: 2 * Self.block)
  }

  deinit { gathered.deallocate() }

  /// A value of a channel that is hardly an outlier: the middle one of three.
  func typicalValue(_ channel: Int) -> Float {
    func value(_ index: Int) -> Float {
      let (sample, offset) = index.quotientAndRemainder(dividingBy: grid.inner)
      return x[grid.run(sample: sample, channel: channel) + offset]
    }
    let count = grid.valuesPerChannel
    let (a, b, c) = (value(0), value(count / 2), value(count - 1))
    return max(min(a, b), min(max(a, b), c))
  }

  /// Calls a body with the runs of a channel; without a second tensor both pointers are the same.
  @inline(__always)
  func visit(_ channel: Int, _ body: (UnsafePointer<Float>, UnsafePointer<Float>, Int) -> Void) {
    guard grid.inner < Self.shortRun else {
      for sample in 0..<grid.samples {
        let start = grid.run(sample: sample, channel: channel)
        body(x + start, other + start, grid.inner)
      }
      return
    }
    let isPair = other != x
    let second = isPair ? gathered + Self.block : gathered
    var filled = 0
    for sample in 0..<grid.samples {
      if filled + grid.inner > Self.block {
        body(gathered, second, filled)
        filled = 0
      }
      let start = grid.run(sample: sample, channel: channel)
      (gathered + filled).update(from: x + start, count: grid.inner)
      if isPair { (second + filled).update(from: other + start, count: grid.inner) }
      filled += grid.inner
    }
    if filled > 0 { body(gathered, second, filled) }
  }
}
