// SPDX-License-Identifier: MIT

internal import CBNKernels

/// The kernels for float64 in portable Swift: the twins of `double_sums.c` and `double_line.c`.
enum BaselineDouble {
  /// The ends of at least one value, and whether one of them is NaN.
  @inline(never)
  static func range(
    _ x: UnsafePointer<Double>,
    _ count: Int
  ) -> (range: bn_double_range, hasNaN: Bool) {
    var (low, high) = (V4d(repeating: x[0]), V4d(repeating: x[0]))
    var odd = SIMD4<UInt64>.zero
    let bytes = UnsafeRawPointer(x)
    let whole = count & ~3
    for offset in stride(from: 0, to: 8 * whole, by: 32) {
      let v = bytes.loadUnaligned(fromByteOffset: offset, as: V4d.self)
      low.replace(with: v, where: v .< low)
      high.replace(with: v, where: v .> high)
      // Infinity less itself would be NaN too: the patterns above its own are those of NaN.
      odd |= 0x7ff0_0000_0000_0000 &- (unsafeBitCast(v, to: SIMD4<UInt64>.self) & magnitudes)
    }
    var range = bn_double_range(minimum: x[0], maximum: x[0])
    var hasNaN = (odd[0] | odd[1] | odd[2] | odd[3]) >> 63 != 0
    for lane in 0..<4 { include(low[lane], high[lane], in: &range) }
    for index in whole..<count {
      include(x[index], x[index], in: &range)
      hasNaN = hasNaN || x[index].isNaN
    }
    return (range, hasNaN)
  }

  private static let magnitudes: UInt64 = 0x7fff_ffff_ffff_ffff

  @inline(__always)
  static func include(_ low: Double, _ high: Double, in range: inout bn_double_range) {
    if low < range.minimum { range.minimum = low }
    if high > range.maximum { range.maximum = high }
  }

  /// Σ(x − centre) and Σ(x − centre)² of at most 2048 values, every |x − centre| below 2^(top + 1).
  ///
  /// Eight lanes of at most 256 values each (CorrectRounding.md, "Block sums of float64").
  @inline(never)
  static func sums(
    _ x: UnsafePointer<Double>,
    _ count: Int,
    centre: Double,
    top: Int
  ) -> bn_double_sums {
    let base = V8d(repeating: 1.5 * .powerOfTwo(top + 10))
    let anchor = V8d(repeating: .powerOfTwo(2 * top + 10))
    var (s, r, h, l) = (base, V8d.zero, anchor, V8d.zero)
    var (low, high) = (V8d(repeating: x[0]), V8d(repeating: x[0]))
    let c = V8d(repeating: centre)
    let bytes = UnsafeRawPointer(x)
    let whole = count & ~7
    func add(_ d: V8d) {
      let (before, above) = (s, h)
      s = before + d
      r += d - (s - before)
      let p = d * d
      let upper = BaselineProduct.upper(d)
      let lower = d - upper
      h = above + p
      l += p - (h - above)
      l += ((upper * upper - p) + (upper + upper) * lower) + lower * lower
    }
    for offset in stride(from: 0, to: 8 * whole, by: 64) {
      let v = bytes.loadUnaligned(fromByteOffset: offset, as: V8d.self)
      low.replace(with: v, where: v .< low)
      high.replace(with: v, where: v .> high)
      add(v - c)
    }
    if whole < count {
      var rest = c
      for lane in 0..<(count - whole) {
        rest[lane] = x[whole + lane]
        if x[whole + lane] < low[lane] { low[lane] = x[whole + lane] }
        if x[whole + lane] > high[lane] { high[lane] = x[whole + lane] }
      }
      add(rest - c)
    }
    var sums = bn_double_sums()
    let (sum, square) = (DoubleDouble(lanes: s - base), DoubleDouble(lanes: h - anchor))
    sums.sum = (sum.high, sum.low + total(r))
    sums.square = (square.high, square.low + total(l))
    sums.range = bn_double_range(minimum: x[0], maximum: x[0])
    for lane in 0..<8 { include(low[lane], high[lane], in: &sums.range) }
    return sums
  }

  static func total(_ v: V8d) -> Double {
    ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]))
  }

  /// Rounds a line at every x; lists the chunks of 32 in which some values are undecided.
  @inline(never)
  static func round(
    _ x: UnsafePointer<Double>,
    _ y: UnsafeMutablePointer<Double>,
    _ count: Int,
    _ line: bn_double_line,
    _ undecided: UnsafeMutablePointer<bn_open_chunk>
  ) -> Int {
    let ends = BaselineDoubleLine(line)
    let (source, target) = (UnsafeRawPointer(x), UnsafeMutableRawPointer(y))
    var found = 0
    for start in stride(from: 0, to: count, by: 32) {
      var differs = SIMD4<UInt64>.zero
      let end = min(start + 32, count)
      let whole = start + (end - start) & ~3
      for offset in stride(from: 8 * start, to: 8 * whole, by: 32) {
        let (low, high) = ends.at(source.loadUnaligned(fromByteOffset: offset, as: V4d.self))
        target.storeBytes(of: low, toByteOffset: offset, as: V4d.self)
        differs |=
          unsafeBitCast(low, to: SIMD4<UInt64>.self) ^ unsafeBitCast(high, to: SIMD4<UInt64>.self)
      }
      if whole == end, (differs[0] | differs[1]) | (differs[2] | differs[3]) == 0 { continue }
      // The last few, or a chunk to be looked at again value by value.
      var lanes: UInt32 = 0
      for index in start..<end {
        let (low, high) = ends.at(V4d(repeating: x[index]))
        y[index] = low[0]
        if low[0].bitPattern != high[0].bitPattern { lanes |= 1 << UInt32(index - start) }
      }
      if lanes != 0 {
        undecided[found] = bn_open_chunk(index: UInt32(start / 32), lanes: lanes)
        found += 1
      }
    }
    return found
  }
}

/// Four numbers.
typealias V4d = SIMD4<Double>

/// Both ends of a line in portable Swift, four values at a time.
struct BaselineDoubleLine {
  private let product: BaselineProduct
  private let rest: V4d
  private let centre: V4d
  private let anchor: V4d
  private let start: V4d
  private let low: V4d
  private let high: V4d

  init(_ line: bn_double_line) {
    product = BaselineProduct(line.slope)
    rest = V4d(repeating: line.slope_rest)
    centre = V4d(repeating: line.centre)
    anchor = V4d(repeating: line.anchor)
    start = V4d(repeating: line.start)
    low = V4d(repeating: line.low)
    high = V4d(repeating: line.high)
  }

  /// Both ends.
  @inline(__always)
  func at(_ x: V4d) -> (low: V4d, high: V4d) {
    let d = x - centre
    let (p, e) = product.times(d)
    let s = p + start
    let r = (p - (s - start)) + e
    let q = rest * d + r
    let w = s - anchor
    return (w + (q + low), w + (q + high))
  }
}

/// The exact products with one number in portable Swift (Dekker, Veltkamp).
struct BaselineProduct {
  private let factor: V4d
  private let factorUpper: V4d
  private let factorLower: V4d

  init(_ factor: Double) {
    let upper = Double(bitPattern: factor.bitPattern & Self.mask)
    self.factor = V4d(repeating: factor)
    factorUpper = V4d(repeating: upper)
    factorLower = V4d(repeating: factor - upper)
  }

  private static let mask: UInt64 = 0xffff_ffff_f800_0000

  /// The 26 leading bits of every number.
  @inline(__always)
  static func upper(_ d: V8d) -> V8d {
    unsafeBitCast(unsafeBitCast(d, to: SIMD8<UInt64>.self) & mask, to: V8d.self)
  }

  /// factor·d as an exact sum of two numbers.
  @inline(__always)
  func times(_ d: V4d) -> (high: V4d, low: V4d) {
    let upper = unsafeBitCast(unsafeBitCast(d, to: SIMD4<UInt64>.self) & Self.mask, to: V4d.self)
    let lower = d - upper
    let p = factor * d
    let e = ((factorUpper * upper - p) + factorUpper * lower) + factorLower * upper
    return (p, e + factorLower * lower)
  }
}
