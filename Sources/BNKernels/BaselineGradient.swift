// SPDX-License-Identifier: MIT

internal import CBNKernels

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
    let anchor = 1.5 * Double.powerOfTwo(a.top + b.top - 2 * 127 + 11)
    let middle = min((count / 2 + 3) & ~3, count)
    let total = add(x, dy, middle, anchor)
      .total(add(x + middle, dy + middle, count - middle, anchor), anchor: anchor)
    sums.sum = (total.sum.high, total.sum.low)
    sums.square = (total.high.high, total.high.low, total.low.high, total.low.low)
    // A NaN hides from the comparisons of the range, but not from the sums.
    if !(total.sum.high + total.high.high).isFinite { sums.status = 2 }
    return sums
  }

  @inline(never)
  private static func add(
    _ x: UnsafePointer<Float>,
    _ dy: UnsafePointer<Float>,
    _ count: Int,
    _ anchor: Double
  ) -> BaselineAccumulator {
    var accumulator = BaselineAccumulator(anchor: anchor)
    let whole = count & ~3
    var index = 0
    while index < whole {
      accumulator.add(Quad.load(dy + index), times: Quad.load(x + index))
      index &+= 4
    }
    let rest = count - whole
    if rest > 0 { accumulator.add(Quad.rest(dy + whole, rest), times: Quad.rest(x + whole, rest)) }
    return accumulator
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
    let centre = Pair(repeating: plane.centre)
    let (a, b) = (Pair(repeating: plane.slope_dy), Pair(repeating: plane.slope_x))
    let (low, high) = (Pair(repeating: plane.low), Pair(repeating: plane.high))
    var (found, start) = (0, 0)
    let whole = count & ~31
    while start < whole {
      var differs = SIMD4<UInt32>.zero
      var index = start
      while index < start &+ 32 {
        let (v, w) = (Quad.load(x + index), Quad.load(dy + index))
        let (t, u) = ((v.first - centre) * b, (v.second - centre) * b)
        let (g, k) = (w.first * a, w.second * a)
        let lower = Quad(rounding: g + (t + low), k + (u + low))
        lower.store(dx + index)
        differs |= lower ^ Quad(rounding: g + (t + high), k + (u + high))
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
