// SPDX-License-Identifier: MIT

package import BNExactArithmetic

/// Exact Σx and Σx² (or Σdy and Σx·dy) of finite float64 values, as integers.
///
/// They are taken when something is undecided, and not before: a value costs some ten nanoseconds.
package struct ExactDoubleSums {
  // Values are multiples of 2^-1074 below 2^1024, products of 2^-2148 below 2^2048; 2^40 of them fit.
  private var values = FixedPointSum(unit: -1074, width: 69)
  private var products = FixedPointSum(unit: -2148, width: 136)
  private var added = 0

  /// No values.
  package init() {}

  /// Adds y and x·y.
  @inline(__always)
  mutating func add(_ x: Double, _ y: Double) {
    let (a, b) = (Self.parts(x), Self.parts(y))
    values.add(significand: b.significand, exponent: b.exponent, negative: b.negative)
    let product = a.significand.multipliedFullWidth(by: b.significand)
    let (exponent, negative) = (a.exponent + b.exponent, a.negative != b.negative)
    products.add(significand: product.low, exponent: exponent, negative: negative)
    products.add(significand: product.high, exponent: exponent + 64, negative: negative)
    added += 1
    if added == 1 << 29 {
      // Each adds to a chunk at most twice; chunks take 2^31 additions between carries.
      values.carry()
      products.carry()
      added = 0
    }
  }

  /// x as ±significand·2^exponent.
  @inline(__always)
  private static func parts(
    _ x: Double
  ) -> (significand: UInt64, exponent: Int, negative: Bool) {
    let field = Int(truncatingIfNeeded: x.bitPattern >> 52) & 0x7ff
    let fraction = x.bitPattern & 0xf_ffff_ffff_ffff
    let significand = field == 0 ? fraction : fraction | 1 << 52
    return (significand, max(field, 1) - 1075, x.sign == .minus)
  }

  /// The exact sums.
  package var exact: (sum: Dyadic, square: Dyadic) { (values.exact, products.exact) }

  /// Σy and Σx·y of a channel of row-major tensors.
  package init(
    _ x: UnsafePointer<Double>,
    _ y: UnsafePointer<Double>,
    _ grid: ChannelGrid,
    channel: Int
  ) {
    self.init()
    for sample in 0..<grid.samples {
      let start = grid.run(sample: sample, channel: channel)
      for index in start..<(start + grid.inner) { add(x[index], y[index]) }
    }
  }

  /// Σy of a channel of a row-major tensor alone.
  static func sum(_ y: UnsafePointer<Double>, _ grid: ChannelGrid, channel: Int) -> Dyadic {
    var sum = FixedPointSum(unit: -1074, width: 69)
    for sample in 0..<grid.samples {
      let start = grid.run(sample: sample, channel: channel)
      for index in start..<(start + grid.inner) {
        let value = parts(y[index])
        sum.add(significand: value.significand, exponent: value.exponent, negative: value.negative)
      }
      // Chunks take 2^31 additions between carries.
      if grid.inner >= 1024 || sample & 0xffff == 0 { sum.carry() }
    }
    return sum.exact
  }
}
