// SPDX-License-Identifier: MIT

internal import CAVX2

/// The transform of a run in portable Swift: the twin of `bn_avx2_line`.
enum BaselineLine {
  /// Rounds a line at every x; lists the chunks of 32 in which one value is undecided.
  @inline(never)
  static func round(
    _ x: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ line: bn_line,
    _ undecided: UnsafeMutablePointer<UInt32>
  ) -> Int {
    let centre = V8d(repeating: line.centre)
    let slope = V8d(repeating: line.slope)
    let (low, high) = (V8d(repeating: line.low), V8d(repeating: line.high))
    let (source, target) = (UnsafeRawPointer(x), UnsafeMutableRawPointer(y))
    var found = 0
    let whole = count & ~31
    for start in stride(from: 0, to: whole, by: 32) {
      var differs = SIMD8<UInt32>.zero
      for offset in stride(from: 4 * start, to: 4 * start + 128, by: 32) {
        let v = widen(source.loadUnaligned(fromByteOffset: offset, as: V8f.self))
        let p = (v - centre) * slope
        let (a, b) = (narrow(p + low), narrow(p + high))
        target.storeBytes(of: a, toByteOffset: offset, as: V8f.self)
        differs |=
          unsafeBitCast(a, to: SIMD8<UInt32>.self) ^ unsafeBitCast(b, to: SIMD8<UInt32>.self)
      }
      let halves = differs.lowHalf | differs.highHalf
      let quarters = halves.lowHalf | halves.highHalf
      if quarters[0] | quarters[1] != 0 {
        undecided[found] = UInt32(truncatingIfNeeded: start / 32)
        found += 1
      }
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
