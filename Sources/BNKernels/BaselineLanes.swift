// SPDX-License-Identifier: MIT

/// Four float32 numbers, as many as a register of the smallest processors holds.
///
/// Wider vectors, or conversions of the standard library, are taken apart into single numbers by the
/// compiler; these are spelled so that each becomes one instruction.
typealias Quad = SIMD4<Float>
/// Two binary64 numbers.
typealias Pair = SIMD2<Double>
/// Eight binary64 numbers, where they stay in order anyway.
typealias V8d = SIMD8<Double>

extension DoubleDouble {
  /// The exact sum of eight lanes as two numbers.
  init(lanes: V8d) {
    var sum = DoubleDouble(lanes[0])
    for lane in 1..<8 {
      let next = DoubleDouble(sum: sum.high, lanes[lane])
      sum = DoubleDouble(high: next.high, low: sum.low + next.low)
    }
    self = sum
  }
}

extension Quad {
  /// Reads four neighbours.
  @inline(__always)
  static func load(_ x: UnsafePointer<Float>) -> Quad {
    UnsafeRawPointer(x).loadUnaligned(as: Quad.self)
  }

  /// The first of at most three numbers that are left, and zeros.
  @inline(__always)
  static func rest(_ x: UnsafePointer<Float>, _ count: Int) -> Quad {
    var rest = Quad.zero
    for lane in 0..<count { rest[lane] = x[lane] }
    return rest
  }

  /// Rounds two pairs.
  @inline(__always)
  init(rounding first: Pair, _ second: Pair) {
    self.init(Float(first[0]), Float(first[1]), Float(second[0]), Float(second[1]))
  }

  /// The first two numbers.
  @inline(__always)
  var first: Pair { Pair(Double(self[0]), Double(self[1])) }

  /// The last two numbers.
  @inline(__always)
  var second: Pair { Pair(Double(self[2]), Double(self[3])) }

  /// Writes four neighbours.
  @inline(__always)
  func store(_ y: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(y).storeBytes(of: self, as: Quad.self)
  }

  /// The bits in which two quads differ.
  @inline(__always)
  static func ^ (left: Quad, right: Quad) -> SIMD4<UInt32> {
    unsafeBitCast(left, to: SIMD4<UInt32>.self) ^ unsafeBitCast(right, to: SIMD4<UInt32>.self)
  }
}

/// Exact sums of numbers and of products in four lanes, each of at most 256 terms
/// (CorrectRounding.md, "Block sums").
struct BaselineAccumulator {
  private var sum = (Pair.zero, Pair.zero)
  private var high: (Pair, Pair)
  private var low = (Pair.zero, Pair.zero)

  /// Starts with the products above an anchor.
  @inline(__always)
  init(anchor: Double) { high = (Pair(repeating: anchor), Pair(repeating: anchor)) }

  /// Adds numbers, and their products with others.
  @inline(__always)
  mutating func add(_ x: Quad, times other: Quad) {
    let before = high
    let (a, b) = (x.first, x.second)
    let (p, q) = (a * other.first, b * other.second)
    sum.0 += a
    sum.1 += b
    high.0 += p
    high.1 += q
    low.0 += p - (high.0 - before.0)
    low.1 += q - (high.1 - before.1)
  }

  /// The sums of this and another one with the same anchor: Σx as two numbers, Σx·other as four.
  func total(
    _ other: BaselineAccumulator,
    anchor: Double
  ) -> (sum: DoubleDouble, high: DoubleDouble, low: DoubleDouble) {
    let above = Pair(repeating: anchor)
    return (
      Self.reduce(sum, other.sum),
      Self.reduce(
        (high.0 - above, high.1 - above),
        (other.high.0 - above, other.high.1 - above)
      ),
      Self.reduce(low, other.low)
    )
  }

  private static func reduce(_ left: (Pair, Pair), _ right: (Pair, Pair)) -> DoubleDouble {
    DoubleDouble(
      lanes: V8d(
        lowHalf: SIMD4(lowHalf: left.0, highHalf: left.1),
        highHalf: SIMD4(lowHalf: right.0, highHalf: right.1)
      )
    )
  }
}
