// SPDX-License-Identifier: MIT

internal import CBNKernels

/// Sums that round in portable Swift: the twins of `plain_sums.c`.
///
/// Four lanes of at most 8 values, joined to the sums so far by TwoSum (CorrectRounding.md, "Plain
/// sums").
enum BaselinePlainSums {
  private static let chunk = 32

  /// Adds values to the sums of a channel.
  @inline(never)
  static func add(
    _ x: UnsafePointer<Float>,
    _ count: Int,
    _ centre: Float,
    _ sums: inout bn_plain_sums
  ) {
    add(count, centre, &sums) {
      (Quad.load(x + $0), nil)
    } rest: { start, lane in
      (x[start + lane], nil)
    }
  }

  /// Adds pairs to the sums of a channel.
  @inline(never)
  static func add(
    _ x: UnsafePointer<Float>,
    _ dy: UnsafePointer<Float>,
    _ count: Int,
    _ centre: Float,
    _ sums: inout bn_plain_sums
  ) {
    add(count, centre, &sums) {
      (Quad.load(x + $0), Quad.load(dy + $0))
    } rest: { start, lane in
      (x[start + lane], dy[start + lane])
    }
  }

  @inline(__always)
  private static func add(
    _ count: Int,
    _ centre: Float,
    _ sums: inout bn_plain_sums,
    _ load: (Int) -> (x: Quad, dy: Quad?),
    rest: (Int, Int) -> (x: Float, dy: Float?)
  ) {
    var state = State(sums)
    let middle = Pair(repeating: Double(centre))
    let whole = count & ~3
    var index = 0
    while index < whole {
      let end = min(index &+ chunk, whole)
      var lanes = Lanes()
      while index < end {
        let (x, dy) = load(index)
        state.include(dy ?? x)
        lanes.add(x, dy, middle)
        if let dy { state.addSize(dy) }
        index &+= 4
      }
      state.join(lanes)
    }
    if whole < count {
      // The centre is a value of the channel, and adds nothing.
      var (x, dy): (Quad, Quad?) = (Quad(repeating: centre), nil)
      for lane in 0..<(count - whole) {
        let (value, gradient) = rest(whole, lane)
        x[lane] = value
        if let gradient { dy = dy ?? .zero; dy?[lane] = gradient }
        state.include(Quad(repeating: gradient ?? value))
      }
      var lanes = Lanes()
      lanes.add(x, dy, middle)
      if let dy { state.addSize(dy) }
      state.join(lanes)
    }
    state.store(&sums)
  }

  /// The sums of one chunk.
  private struct Lanes {
    var sum = (Pair.zero, Pair.zero)
    var square = (Pair.zero, Pair.zero)

    @inline(__always)
    mutating func add(_ x: Quad, _ dy: Quad?, _ centre: Pair) {
      let (a, b) = (x.first - centre, x.second - centre)
      let (p, q) = dy.map { ($0.first, $0.second) } ?? (a, b)
      sum.0 += p
      sum.1 += q
      square.0 += a * p
      square.1 += b * q
    }
  }

  /// The sums of a channel so far.
  private struct State {
    private var sum: (Pair, Pair)
    private var sumRest: (Pair, Pair)
    private var square: (Pair, Pair)
    private var squareRest: (Pair, Pair)
    /// Σdy², which only bounds errors and may round.
    private var size: (Pair, Pair)
    private var low: Quad
    private var high: Quad

    init(_ sums: bn_plain_sums) {
      sum = unsafeBitCast(sums.sum, to: (Pair, Pair).self)
      sumRest = unsafeBitCast(sums.sum_rest, to: (Pair, Pair).self)
      square = unsafeBitCast(sums.square, to: (Pair, Pair).self)
      squareRest = unsafeBitCast(sums.square_rest, to: (Pair, Pair).self)
      size = unsafeBitCast(sums.size, to: (Pair, Pair).self)
      low = unsafeBitCast(sums.minimum, to: SIMD8<Float>.self).lowHalf
      high = unsafeBitCast(sums.maximum, to: SIMD8<Float>.self).lowHalf
    }

    @inline(__always)
    mutating func include(_ x: Quad) {
      low.replace(with: x, where: x .< low)
      high.replace(with: x, where: x .> high)
    }

    @inline(__always)
    mutating func addSize(_ dy: Quad) {
      let (a, b) = (dy.first, dy.second)
      size.0 += a * a
      size.1 += b * b
    }

    @inline(__always)
    mutating func join(_ lanes: Lanes) {
      Self.join(lanes.sum.0, &sum.0, &sumRest.0)
      Self.join(lanes.sum.1, &sum.1, &sumRest.1)
      Self.join(lanes.square.0, &square.0, &squareRest.0)
      Self.join(lanes.square.1, &square.1, &squareRest.1)
    }

    @inline(__always)
    private static func join(_ b: Pair, _ a: inout Pair, _ rest: inout Pair) {
      let total = a + b
      let part = total - a
      rest += (a - (total - part)) + (b - part)
      a = total
    }

    func store(_ sums: inout bn_plain_sums) {
      sums.sum = unsafeBitCast(sum, to: type(of: sums.sum))
      sums.sum_rest = unsafeBitCast(sumRest, to: type(of: sums.sum_rest))
      sums.square = unsafeBitCast(square, to: type(of: sums.square))
      sums.square_rest = unsafeBitCast(squareRest, to: type(of: sums.square_rest))
      sums.size = unsafeBitCast(size, to: type(of: sums.size))
      sums.minimum = unsafeBitCast(
        SIMD8(lowHalf: low, highHalf: low),
        to: type(of: sums.minimum)
      )
      sums.maximum = unsafeBitCast(
        SIMD8(lowHalf: high, highHalf: high),
        to: type(of: sums.maximum)
      )
    }
  }
}
