// SPDX-License-Identifier: MIT

internal import CAVX2

/// The exact sums of a block in portable Swift: the twin of `bn_avx2_block_sums`.
///
/// Eight lanes of at most 256 values each (CorrectRounding.md, "Block sums"): a block is exact if
/// its non-zero values span at most 21 binades.
enum BaselineBlockSums {
  private static let window = 21
  private static let lanes = 8

  /// The exact sums of at most 2048 values.
  @inline(never)
  static func sums(_ x: UnsafePointer<Float>, _ count: Int) -> bn_block_sums {
    var sums = bn_block_sums()
    let range = BaselineRange(x, count)
    sums.minimum = range.minimum
    sums.maximum = range.maximum
    guard range.top < 255 else {
      sums.status = 2
      return sums
    }
    guard range.top - range.bottom <= window else {
      sums.status = 1
      return sums
    }
    let anchor = V8d(repeating: .powerOfTwo(2 * (range.top - 127) + 10))
    var (s, h, l) = (V8d.zero, anchor, V8d.zero)
    let whole = count & ~(lanes - 1)
    let bytes = UnsafeRawPointer(x)
    for offset in stride(from: 0, to: 4 * whole, by: 4 * lanes) {
      let v = widen(bytes.loadUnaligned(fromByteOffset: offset, as: V8f.self))
      let before = h
      let p = v * v
      s += v
      h += p
      l += p - (h - before)
    }
    if whole < count {
      var rest = V8f.zero
      for lane in 0..<(count - whole) { rest[lane] = x[whole + lane] }
      let v = widen(rest)
      let before = h
      let p = v * v
      s += v
      h += p
      l += p - (h - before)
    }
    let (sum, square, rest) = (reduce(s), reduce(h - anchor), reduce(l))
    sums.sum = (sum.high, sum.low)
    sums.square = (square.high, square.low, rest.high, rest.low)
    // A NaN hides from the comparisons of the range, but not from the sum.
    if !sum.high.isFinite { sums.status = 2 }
    return sums
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
