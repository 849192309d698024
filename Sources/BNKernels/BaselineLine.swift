// SPDX-License-Identifier: MIT

internal import CBNKernels

/// The transform of a run in portable Swift: the twin of `bn_avx2_line`.
enum BaselineLine {
  /// Rounds a line at every x; lists the chunks of 32 in which one value is undecided.
  static func round(
    _ x: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ line: bn_line,
    _ undecided: UnsafeMutablePointer<UInt32>
  ) -> Int {
    // x − 0 is x: most lines are not centred, and do without the subtraction.
    line.centre == 0
      ? plain(x, y, count, line, undecided) : centred(x, y, count, line, undecided)
  }

  @inline(never)
  private static func plain(
    _ x: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ line: bn_line,
    _ undecided: UnsafeMutablePointer<UInt32>
  ) -> Int {
    run(x, y, count, line, undecided) { $0 }
  }

  @inline(never)
  private static func centred(
    _ x: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ line: bn_line,
    _ undecided: UnsafeMutablePointer<UInt32>
  ) -> Int {
    let centre = Pair(repeating: line.centre)
    return run(x, y, count, line, undecided) { $0 - centre }
  }

  @inline(__always)
  private static func run(
    _ x: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ line: bn_line,
    _ undecided: UnsafeMutablePointer<UInt32>,
    from centre: (Pair) -> Pair
  ) -> Int {
    let slope = Pair(repeating: line.slope)
    let (low, high) = (Pair(repeating: line.low), Pair(repeating: line.high))
    var (found, start) = (0, 0)
    let whole = count & ~31
    while start < whole {
      var differs = SIMD4<UInt32>.zero
      var index = start
      while index < start &+ 32 {
        let v = Quad.load(x + index)
        let (p, q) = (centre(v.first) * slope, centre(v.second) * slope)
        let lower = Quad(rounding: p + low, q + low)
        lower.store(y + index)
        differs |= lower ^ Quad(rounding: p + high, q + high)
        index &+= 4
      }
      if differs != .zero {
        undecided[found] = UInt32(truncatingIfNeeded: start / 32)
        found &+= 1
      }
      start &+= 32
    }
    var differs = false
    for index in whole..<count {
      let p = (Double(x[index]) - line.centre) * line.slope
      let (a, b) = (Float(p + line.low), Float(p + line.high))
      y[index] = a
      differs = differs || a.bitPattern != b.bitPattern
    }
    if differs {
      undecided[found] = UInt32(truncatingIfNeeded: whole / 32)
      found += 1
    }
    return found
  }
}
