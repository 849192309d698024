// SPDX-License-Identifier: MIT

package import BigInt

/// An exact number `significand · 2^exponent`.
///
/// Every finite floating-point number is one, and sums and products of them stay exact. There is no
/// division: quotients are held as numerator and denominator and decided by multiplication.
package struct Dyadic: Sendable {
  /// The integer factor; zero has any exponent.
  let significand: Significand
  /// The power of two.
  package let exponent: Int

  /// Creates `significand · 2^exponent`.
  package init(_ significand: BigInt, exponent: Int = 0) {
    // A sum in fixed point ends in many zeros, without which it may be short.
    let zeros = significand.isZero ? 0 : significand.magnitude.trailingZeroBitCount
    if zeros > 0, significand.magnitude.bitWidth > Int128.bitWidth - 1 {
      self.init(Significand(significand >> zeros), exponent: exponent + zeros)
    } else {
      self.init(Significand(significand), exponent: exponent)
    }
  }

  init(_ significand: Significand, exponent: Int) {
    self.significand = significand
    self.exponent = exponent
  }

  /// Creates an integer.
  package init(_ integer: Int) { self.init(.short(Int128(integer)), exponent: 0) }

  /// Zero.
  package static let zero = Dyadic(0)
  /// One.
  package static let one = Dyadic(1)

  /// Whether the number is zero.
  package var isZero: Bool { significand.signum == 0 }

  /// The sign: −1, 0 or 1.
  package var signum: Int { significand.signum }

  /// The number without its sign.
  package var magnitude: Dyadic { signum < 0 ? -self : self }

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
  private func shifted(to exponent: Int) -> Significand {
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
    let magnitude = Int128(bits >> UInt64(zeros))
    self.init(.short(value < 0 ? -magnitude : magnitude), exponent: exponent + zeros)
  }

  /// A binary64 number near the exact one: infinite or zero outside the range, within 2^-51 inside.
  ///
  /// Good for starting a search, never for deciding it.
  package var approximation: Double {
    let (leading, dropped): (UInt64, Int)
    switch significand {
    case .short(let value):
      dropped = max(UInt64.bitWidth - value.magnitude.leadingZeroBitCount, 0)
      leading = UInt64(truncatingIfNeeded: value.magnitude &>> UInt128(dropped))
    case .long(let value):
      dropped = max(value.magnitude.bitWidth - UInt64.bitWidth, 0)
      leading = UInt64(truncatingIfNeeded: value.magnitude >> dropped)
    }
    let value = Double(sign: .plus, exponent: exponent + dropped, significand: Double(leading))
    return signum < 0 ? -value : value
  }
}
