// SPDX-License-Identifier: MIT

package import BigInt

/// An exact number `significand · 2^exponent`.
///
/// Every finite floating-point number is one, and sums and products of them stay exact. There is no
/// division: quotients are held as numerator and denominator and decided by multiplication.
package struct Dyadic: Sendable {
  /// The integer factor; zero has any exponent.
  package let significand: BigInt
  /// The power of two.
  package let exponent: Int

  /// Creates `significand · 2^exponent`.
  package init(_ significand: BigInt, exponent: Int = 0) {
    self.significand = significand
    self.exponent = exponent
  }

  /// Creates an integer.
  package init(_ integer: Int) { self.init(BigInt(integer)) }

  /// Zero.
  package static let zero = Dyadic(BigInt(0))
  /// One.
  package static let one = Dyadic(BigInt(1))

  /// Whether the number is zero.
  package var isZero: Bool { significand.isZero }

  /// The sign: −1, 0 or 1.
  package var signum: Int { significand.isZero ? 0 : significand.sign == .minus ? -1 : 1 }

  /// The number without its sign.
  package var magnitude: Dyadic { Dyadic(BigInt(significand.magnitude), exponent: exponent) }

  /// The exact sum.
  package static func + (left: Dyadic, right: Dyadic) -> Dyadic {
    if left.isZero { return right }
    if right.isZero { return left }
    let exponent = min(left.exponent, right.exponent)
    return Dyadic(
      left.shifted(to: exponent) + right.shifted(to: exponent),
      exponent: exponent
    )
  }

  /// The exact difference.
  package static func - (left: Dyadic, right: Dyadic) -> Dyadic { left + -right }

  /// The number with the other sign.
  package static prefix func - (value: Dyadic) -> Dyadic {
    Dyadic(-value.significand, exponent: value.exponent)
  }

  /// The exact product.
  package static func * (left: Dyadic, right: Dyadic) -> Dyadic {
    if left.isZero || right.isZero { return zero }
    return Dyadic(
      left.significand * right.significand,
      exponent: left.exponent + right.exponent
    )
  }

  /// The significand at an exponent that is not larger than the number's own.
  private func shifted(to exponent: Int) -> BigInt {
    self.exponent == exponent ? significand : significand << (self.exponent - exponent)
  }
}

extension Dyadic: Comparable {
  /// Whether two numbers are equal, however they are held.
  package static func == (left: Dyadic, right: Dyadic) -> Bool { (left - right).isZero }

  /// Whether the first number is smaller.
  package static func < (left: Dyadic, right: Dyadic) -> Bool {
    let (a, b) = (left.signum, right.signum)
    return a != b ? a < b : (left - right).signum < 0
  }
}

extension Dyadic {
  /// Creates the exact value of a finite binary64 number, or nil for NaN and infinities.
  package init?(exactly value: Double) {
    guard value.isFinite else { return nil }
    guard value != 0 else {
      self = .zero
      return
    }
    let bits = value.significandBitPattern | (value.isNormal ? 1 << 52 : 0)
    let exponent = max(Int(value.exponentBitPattern), 1) - 1075
    let zeros = bits.trailingZeroBitCount
    let significand = BigInt(bits >> UInt64(zeros))
    self.init(value < 0 ? -significand : significand, exponent: exponent + zeros)
  }

  /// A binary64 number near the exact one: infinite or zero outside the range, within 2^-51 inside.
  ///
  /// Good for starting a search, never for deciding it.
  package var approximation: Double {
    guard !isZero else { return 0 }
    let magnitude = significand.magnitude
    let drop = max(magnitude.bitWidth - 64, 0)
    let leading = Double(UInt64(truncatingIfNeeded: magnitude >> drop))
    let value = Double(sign: .plus, exponent: exponent + drop, significand: leading)
    return significand.sign == .minus ? -value : value
  }
}
