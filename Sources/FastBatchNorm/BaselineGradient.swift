// SPDX-License-Identifier: MIT

internal import CAVX2

/// The kernels of the backward in portable Swift: the twins of `gradient.c`.
enum BaselineGradient {
  // Eight lanes of at most 256 pairs each (CorrectRounding.md, "Block sums of products").
  private static let window = 21
  private static let productWindow = 41

  /// The exact Σdy and Σx·dy of at most 2048 pairs, and the ends of dy.
  @inline(never)
  static func sums(
    _ x: UnsafePointer<Float>,
    _ dy: UnsafePointer<Float>,
    _ count: Int
  ) -> bn_block_sums {
    var sums = bn_block_sums()
    let ranges = (BaselineRange(x, count), BaselineRange(dy, count))
    let (a, b) = (ranges.0.exponents, ranges.1.exponents)
    (sums.minimum, sums.maximum) = ranges.1.ends
    guard a.top < 255, b.top < 255 else {
      sums.status = 2
      return sums
    }
    let width = b.top - b.bottom
    guard width <= window, width + a.top - a.bottom <= productWindow else {
      sums.status = 1
      return sums
    }
    let anchor = V8d(repeating: 1.5 * .powerOfTwo(a.top + b.top - 2 * 127 + 11))
    var (s, h, l) = (V8d.zero, anchor, V8d.zero)
    let whole = count & ~7
    let (left, right) = (UnsafeRawPointer(x), UnsafeRawPointer(dy))
    for offset in stride(from: 0, to: 4 * whole, by: 32) {
      let v = widen(left.loadUnaligned(fromByteOffset: offset, as: V8f.self))
      let g = widen(right.loadUnaligned(fromByteOffset: offset, as: V8f.self))
      let before = h
      let p = v * g
      s += g
      h += p
      l += p - (h - before)
    }
    if whole < count {
      var (v, g) = (V8f.zero, V8f.zero)
      for lane in 0..<(count - whole) { (v[lane], g[lane]) = (x[whole + lane], dy[whole + lane]) }
      let before = h
      let p = widen(v) * widen(g)
      s += widen(g)
      h += p
      l += p - (h - before)
    }
    let (sum, square) = (BaselineBlockSums.reduce(s), BaselineBlockSums.reduce(h - anchor))
    let rest = BaselineBlockSums.reduce(l)
    sums.sum = (sum.high, sum.low)
    sums.square = (square.high, square.low, rest.high, rest.low)
    // A NaN hides from the comparisons of the range, but not from the sums.
    if !(sum.high + square.high).isFinite { sums.status = 2 }
    return sums
  }

  /// Rounds a plane at every pair; lists the chunks of 32 in which one value is undecided.
  @inline(never)
  static func round(
    _ x: UnsafePointer<Float>,
    _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ plane: bn_plane,
    _ undecided: UnsafeMutablePointer<UInt32>
  ) -> Int {
    let centre = V8d(repeating: plane.centre)
    let (a, b) = (V8d(repeating: plane.slope_dy), V8d(repeating: plane.slope_x))
    let (low, high) = (V8d(repeating: plane.low), V8d(repeating: plane.high))
    let (left, right) = (UnsafeRawPointer(x), UnsafeRawPointer(dy))
    let target = UnsafeMutableRawPointer(dx)
    var found = 0
    let whole = count & ~31
    for start in stride(from: 0, to: whole, by: 32) {
      var differs = SIMD8<UInt32>.zero
      for offset in stride(from: 4 * start, to: 4 * start + 128, by: 32) {
        let t = (widen(left.loadUnaligned(fromByteOffset: offset, as: V8f.self)) - centre) * b
        let g = widen(right.loadUnaligned(fromByteOffset: offset, as: V8f.self)) * a
        let (lower, upper) = (narrow(g + (t + low)), narrow(g + (t + high)))
        target.storeBytes(of: lower, toByteOffset: offset, as: V8f.self)
        differs |=
          unsafeBitCast(lower, to: SIMD8<UInt32>.self)
          ^ unsafeBitCast(upper, to: SIMD8<UInt32>.self)
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
      let ends = plane.ends(Double(x[index]), Double(dy[index]))
      dx[index] = ends.low
      differs = differs || ends.low.bitPattern != ends.high.bitPattern
    }
    if differs {
      undecided[found] = UInt32(truncatingIfNeeded: whole / 32)
      found += 1
    }
    return found
  }
}

extension bn_plane {
  /// Both ends for one pair, rounded.
  func ends(_ x: Double, _ dy: Double) -> (low: Float, high: Float) {
    let (low, high) = wideEnds(x, dy)
    return (Float(low), Float(high))
  }

  /// Both ends for one pair in binary64.
  func wideEnds(_ x: Double, _ dy: Double) -> (low: Double, high: Double) {
    let (g, t) = (dy * slope_dy, (x - centre) * slope_x)
    return (g + (t + low), g + (t + high))
  }
}
