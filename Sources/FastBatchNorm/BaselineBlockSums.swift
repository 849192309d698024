// SPDX-License-Identifier: MIT

internal import CAVX2

/// The exact sums of a block in portable Swift: the twin of `bn_avx2_block_sums`.
///
/// Eight lanes of at most 256 values each (CorrectRounding.md, "Block sums"): a block is exact if
/// its non-zero values span at most 21 binades below the anchor. The range is found in the same loop,
/// so that the anchor is a guess from the block before; where it does not hold, the block is summed
/// again.
final class BaselineBlockSums {
  private static let window = 21
  private static let lanes = 8
  /// The biased exponent that the largest magnitude is expected not to exceed.
  private var guess = 0

  /// The exact sums of at most 2048 values.
  func sums(_ x: UnsafePointer<Float>, _ count: Int) -> bn_block_sums {
    var sums = bn_block_sums()
    var range = BaselineRange(first: x[0])
    if guess > 0 { Self.add(x, count, top: guess, &sums, &range) } else { range.scan(x, count) }
    let (top, bottom) = range.exponents
    (sums.minimum, sums.maximum) = range.ends
    guard top < 255 else {
      sums.status = 2
      return sums
    }
    guard top - bottom <= Self.window else {
      sums.status = 1
      return sums
    }
    if top > guess || guess - bottom > Self.window {
      // One binade of room, unless the window has none.
      guess = top - bottom < Self.window ? min(top + 1, 254) : top
      Self.add(x, count, top: guess, &sums, &range)
    }
    // A NaN hides from the comparisons of the range, but not from the sum.
    if !sums.sum.0.isFinite { sums.status = 2 }
    return sums
  }

  @inline(never)
  private static func add(
    _ x: UnsafePointer<Float>,
    _ count: Int,
    top: Int,
    _ sums: inout bn_block_sums,
    _ range: inout BaselineRange
  ) {
    let anchor = V8d(repeating: .powerOfTwo(2 * (top - 127) + 10))
    var (s, h, l) = (V8d.zero, anchor, V8d.zero)
    var found = range
    let whole = count & ~(lanes - 1)
    let bytes = UnsafeRawPointer(x)
    for offset in stride(from: 0, to: 4 * whole, by: 4 * lanes) {
      let value = bytes.loadUnaligned(fromByteOffset: offset, as: V8f.self)
      found.add(value.lowHalf)
      found.add(value.highHalf)
      let v = widen(value)
      let before = h
      let p = v * v
      s += v
      h += p
      l += p - (h - before)
    }
    if whole < count {
      var rest = V8f.zero
      for lane in 0..<(count - whole) {
        rest[lane] = x[whole + lane]
        found.add(SIMD4(repeating: x[whole + lane]))
      }
      let v = widen(rest)
      let before = h
      let p = v * v
      s += v
      h += p
      l += p - (h - before)
    }
    range = found
    let (sum, square, rest) = (reduce(s), reduce(h - anchor), reduce(l))
    sums.sum = (sum.high, sum.low)
    sums.square = (square.high, square.low, rest.high, rest.low)
  }

  /// The exact sum of the lanes as two numbers.
  static func reduce(_ lanes: V8d) -> DoubleDouble {
    var sum = DoubleDouble(lanes[0])
    for lane in 1..<8 {
      let next = DoubleDouble(sum: sum.high, lanes[lane])
      sum = DoubleDouble(high: next.high, low: sum.low + next.low)
    }
    return sum
  }
}

/// Eight numbers; spelled out where a generic conversion would not be inlined.
typealias V8d = SIMD8<Double>
typealias V8f = SIMD8<Float>

@inline(__always)
func widen(_ x: V8f) -> V8d {
  V8d(
    Double(x[0]),
    Double(x[1]),
    Double(x[2]),
    Double(x[3]),
    Double(x[4]),
    Double(x[5]),
    Double(x[6]),
    Double(x[7])
  )
}

@inline(__always)
func narrow(_ x: V8d) -> V8f {
  V8f(
    Float(x[0]),
    Float(x[1]),
    Float(x[2]),
    Float(x[3]),
    Float(x[4]),
    Float(x[5]),
    Float(x[6]),
    Float(x[7])
  )
}
