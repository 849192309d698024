// SPDX-License-Identifier: MIT

internal import CBNKernels

/// The kernels of the backward for float64 in portable Swift: the twins of `double_gradient.c`.
enum BaselineDoubleGradient {
  /// Σdy and Σ(x − centre)·dy of at most 2048 pairs, and the range of dy.
  ///
  /// Eight lanes of at most 256 pairs each (CorrectRounding.md, "Gradients of float64").
  @inline(never)
  static func sums(
    _ x: UnsafePointer<Double>,
    _ dy: UnsafePointer<Double>,
    _ count: Int,
    centre: Double,
    tops: (x: Int, dy: Int)
  ) -> bn_double_sums {
    let base = V8d(repeating: 1.5 * .powerOfTwo(tops.dy + 10))
    let anchor = V8d(repeating: 1.5 * .powerOfTwo(tops.x + tops.dy + 11))
    var (s, r, h, l) = (base, V8d.zero, anchor, V8d.zero)
    var (low, high) = (V8d(repeating: dy[0]), V8d(repeating: dy[0]))
    let c = V8d(repeating: centre)
    let (left, right) = (UnsafeRawPointer(x), UnsafeRawPointer(dy))
    let whole = count & ~7
    func add(_ d: V8d, _ g: V8d) {
      let (before, above) = (s, h)
      s = before + g
      r += g - (s - before)
      let p = d * g
      let (dUpper, gUpper) = (BaselineProduct.upper(d), BaselineProduct.upper(g))
      let (dLower, gLower) = (d - dUpper, g - gUpper)
      h = above + p
      l += p - (h - above)
      l += (((dUpper * gUpper - p) + dUpper * gLower) + dLower * gUpper) + dLower * gLower
    }
    for offset in stride(from: 0, to: 8 * whole, by: 64) {
      let v = left.loadUnaligned(fromByteOffset: offset, as: V8d.self)
      let g = right.loadUnaligned(fromByteOffset: offset, as: V8d.self)
      low.replace(with: g, where: g .< low)
      high.replace(with: g, where: g .> high)
      add(v - c, g)
    }
    if whole < count {
      var (rest, gradients) = (c, V8d.zero)
      for lane in 0..<(count - whole) {
        let g = dy[whole + lane]
        (rest[lane], gradients[lane]) = (x[whole + lane], g)
        if g < low[lane] { low[lane] = g }
        if g > high[lane] { high[lane] = g }
      }
      add(rest - c, gradients)
    }
    var sums = bn_double_sums()
    let (sum, product) = (DoubleDouble(lanes: s - base), DoubleDouble(lanes: h - anchor))
    sums.sum = (sum.high, sum.low + BaselineDouble.total(r))
    sums.square = (product.high, product.low + BaselineDouble.total(l))
    sums.range = bn_double_range(minimum: dy[0], maximum: dy[0])
    for lane in 0..<8 { BaselineDouble.include(low[lane], high[lane], in: &sums.range) }
    return sums
  }

  /// Rounds a plane at every pair; lists the chunks of 32 in which some values are undecided.
  @inline(never)
  static func round(
    _ x: UnsafePointer<Double>,
    _ dy: UnsafePointer<Double>,
    _ dx: UnsafeMutablePointer<Double>,
    _ count: Int,
    _ plane: bn_double_plane,
    _ undecided: UnsafeMutablePointer<bn_open_chunk>
  ) -> Int {
    let ends = BaselineDoublePlane(plane)
    let (left, right) = (UnsafeRawPointer(x), UnsafeRawPointer(dy))
    let target = UnsafeMutableRawPointer(dx)
    var found = 0
    for start in stride(from: 0, to: count, by: 32) {
      var differs = SIMD4<UInt64>.zero
      let end = min(start + 32, count)
      let whole = start + (end - start) & ~3
      for offset in stride(from: 8 * start, to: 8 * whole, by: 32) {
        let (low, high) = ends.at(
          left.loadUnaligned(fromByteOffset: offset, as: V4d.self),
          right.loadUnaligned(fromByteOffset: offset, as: V4d.self)
        )
        target.storeBytes(of: low, toByteOffset: offset, as: V4d.self)
        differs |=
          unsafeBitCast(low, to: SIMD4<UInt64>.self) ^ unsafeBitCast(high, to: SIMD4<UInt64>.self)
      }
      if whole == end, (differs[0] | differs[1]) | (differs[2] | differs[3]) == 0 { continue }
      // The last few, or a chunk to be looked at again value by value.
      var lanes: UInt32 = 0
      for index in start..<end {
        let (low, high) = ends.at(V4d(repeating: x[index]), V4d(repeating: dy[index]))
        dx[index] = low[0]
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

/// Both ends of a plane in portable Swift, four pairs at a time.
struct BaselineDoublePlane {
  private let productDy: BaselineProduct
  private let productX: BaselineProduct
  private let plane: bn_double_plane

  init(_ plane: bn_double_plane) {
    productDy = BaselineProduct(plane.slope_dy)
    productX = BaselineProduct(plane.slope_x)
    self.plane = plane
  }

  /// Both ends.
  @inline(__always)
  func at(_ x: V4d, _ dy: V4d) -> (low: V4d, high: V4d) {
    let d = x - V4d(repeating: plane.centre)
    let start = V4d(repeating: plane.start)
    let (p, e) = productDy.times(dy)
    let s = p + start
    let r = (p - (s - start)) + e
    let (o, f) = productX.times(d)
    let t = o + s
    let v = (o - (t - s)) + f
    let q =
      (V4d(repeating: plane.slope_dy_rest) * dy + r) + (V4d(repeating: plane.slope_x_rest) * d + v)
    let w = t - V4d(repeating: plane.anchor)
    return (w + (q + V4d(repeating: plane.low)), w + (q + V4d(repeating: plane.high)))
  }
}
