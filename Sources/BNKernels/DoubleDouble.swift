// SPDX-License-Identifier: MIT

/// A number held as the unevaluated sum of two binary64 numbers, about 106 bits.
///
/// `low` is at most half an ulp of `high`. The error bounds of the operations, 2^-100 relative or
/// better, stand in CorrectRounding.md; nothing here may overflow or underflow, which the callers
/// see to.
struct DoubleDouble {
  var high: Double
  var low: Double

  static let zero = DoubleDouble(high: 0, low: 0)

  @inline(__always)
  init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  @inline(__always)
  init(_ value: Double) { self.init(high: value, low: 0) }

  /// The exact sum of two numbers (TwoSum, Knuth).
  @inline(__always)
  init(sum a: Double, _ b: Double) {
    high = a + b
    let part = high - a
    low = (a - (high - part)) + (b - part)
  }

  /// The exact sum of two numbers of which the first is not the smaller (FastTwoSum, Dekker).
  @inline(__always)
  init(ordered a: Double, _ b: Double) {
    high = a + b
    low = b - (high - a)
  }

  /// The exact product of two numbers (Dekker, Veltkamp); fma would be a library call here.
  @inline(__always)
  init(product a: Double, _ b: Double) {
    let (a1, a2) = Self.split(a)
    let (b1, b2) = Self.split(b)
    high = a * b
    low = ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2
  }

  @inline(__always)
  private static func split(_ a: Double) -> (Double, Double) {
    let c = 134_217_729 * a
    let high = c - (c - a)
    return (high, a - high)
  }

  @inline(__always)
  static prefix func - (a: DoubleDouble) -> DoubleDouble {
    DoubleDouble(high: -a.high, low: -a.low)
  }

  /// The sum, relative to |a| + |b|.
  @inline(__always)
  static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let s = DoubleDouble(sum: a.high, b.high)
    let t = DoubleDouble(sum: a.low, b.low)
    let u = DoubleDouble(ordered: s.high, s.low + t.high)
    return DoubleDouble(ordered: u.high, u.low + t.low)
  }

  @inline(__always)
  static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

  @inline(__always)
  static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let p = DoubleDouble(product: a.high, b.high)
    return DoubleDouble(ordered: p.high, p.low + (a.high * b.low + a.low * b.high))
  }

  @inline(__always)
  static func * (a: DoubleDouble, b: Double) -> DoubleDouble {
    let p = DoubleDouble(product: a.high, b)
    return DoubleDouble(ordered: p.high, p.low + a.low * b)
  }

  @inline(__always)
  static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let q = a.high / b.high
    let rest = a - b * q
    return DoubleDouble(ordered: q, (rest.high + rest.low) / b.high)
  }

  /// The square root of a positive number.
  @inline(__always)
  var squareRoot: DoubleDouble {
    let r = high.squareRoot()
    let rest = self - DoubleDouble(product: r, r)
    return DoubleDouble(ordered: r, (rest.high + rest.low) / (2 * r))
  }

  /// The magnitude of the leading part.
  @inline(__always)
  var magnitude: Double { high.magnitude }
}
