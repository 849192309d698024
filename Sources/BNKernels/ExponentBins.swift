// SPDX-License-Identifier: MIT

/// Exact sums of values and products of any range, one bin for every exponent (Neal 2015).
///
/// The slow way for blocks that span too many binades for exact block sums.
struct ExponentBins {
  private var values = [Int64](repeating: 0, count: 256)
  private var products = [Int64](repeating: 0, count: 512)

  /// Adds Σy and Σx·y of a block of at most 2048 to the sums; false if a value is not finite.
  ///
  /// A product is an integer below 2^48, so that 2048 of them stay far below 2^63.
  mutating func add(
    _ x: UnsafePointer<Float>,
    _ y: UnsafePointer<Float>,
    _ count: Int,
    to sum: inout FixedPointSum,
    _ productSum: inout FixedPointSum
  ) -> Bool {
    var finite = true
    for index in 0..<count {
      let (a, b) = (Self.parts(x[index]), Self.parts(y[index]))
      finite = finite && a.field != 255 && b.field != 255
      values[b.field] &+= b.significand
      products[a.field + b.field] &+= a.significand &* b.significand
    }
    for field in values.indices where values[field] != 0 {
      sum.add(integer: values[field], exponent: field - 150)
      values[field] = 0
    }
    for field in products.indices where products[field] != 0 {
      productSum.add(integer: products[field], exponent: field - 300)
      products[field] = 0
    }
    return finite
  }

  /// The exponent field, at least 1, and the signed integer significand: x = significand·2^(field−150).
  @inline(__always)
  private static func parts(_ x: Float) -> (field: Int, significand: Int64) {
    let bits = x.bitPattern
    let field = Int(bits >> 23) & 0xff
    let magnitude = Int64(bits & 0x7f_ffff) | (field == 0 ? 0 : 0x80_0000)
    return (max(field, 1), bits >> 31 == 0 ? magnitude : -magnitude)
  }
}

extension FixedPointSum {
  /// Adds integer·2^exponent.
  mutating func add(integer: Int64, exponent: Int) {
    add(significand: integer.magnitude, exponent: exponent, negative: integer < 0)
  }
}
