// SPDX-License-Identifier: MIT

import BigInt

/// An integer of any size, one of at most 127 bits without memory of its own.
///
/// Most sums and products of a case fit; an array for each of them takes longer than the arithmetic.
enum Significand: Sendable {
  /// A number that is not the smallest one, so that each has its negative.
  case short(Int128)
  case long(BigInt)

  /// Holds an integer as short as may be.
  init(_ integer: BigInt) {
    let words = integer.magnitude.words
    guard integer.magnitude.bitWidth < Int128.bitWidth, words.count <= 2 else {
      self = .long(integer)
      return
    }
    let low = words.count > 0 ? UInt128(words[0]) : 0
    let high = words.count > 1 ? UInt128(words[1]) : 0
    let magnitude = Int128(high << 64 | low)
    self = .short(integer.sign == .minus ? -magnitude : magnitude)
  }

  /// The integer.
  var integer: BigInt {
    switch self {
    case .short(let value):
      let magnitude = value.magnitude
      let low = UInt64(truncatingIfNeeded: magnitude)
      let high = UInt64(truncatingIfNeeded: magnitude >> 64)
      return BigInt(
        sign: value < 0 ? .minus : .plus,
        magnitude: high == 0
          ? BigUInt(integerLiteral: low) : BigUInt(words: [UInt(low), UInt(high)])
      )
    case .long(let value): return value
    }
  }

  /// The sign: −1, 0 or 1.
  var signum: Int {
    switch self {
    case .short(let value): value == 0 ? 0 : value < 0 ? -1 : 1
    case .long(let value): value.isZero ? 0 : value.sign == .minus ? -1 : 1
    }
  }

  /// The sum.
  static func + (left: Significand, right: Significand) -> Significand {
    if case .short(let a) = left, case .short(let b) = right {
      let (sum, overflows) = a.addingReportingOverflow(b)
      if !overflows, sum != .min { return .short(sum) }
    }
    return Significand(left.integer + right.integer)
  }

  /// The number with the other sign.
  static prefix func - (value: Significand) -> Significand {
    switch value {
    case .short(let value): .short(-value)
    case .long(let value): .long(-value)
    }
  }

  /// The product.
  static func * (left: Significand, right: Significand) -> Significand {
    if case .short(let a) = left, case .short(let b) = right,
      a.magnitude.leadingZeroBitCount + b.magnitude.leadingZeroBitCount > UInt128.bitWidth
    {
      return .short(a &* b)
    }
    return Significand(left.integer * right.integer)
  }

  /// The product with a power of two.
  static func << (value: Significand, places: Int) -> Significand {
    if case .short(let short) = value, places < short.magnitude.leadingZeroBitCount {
      return .short(short &<< Int128(places))
    }
    return .long(value.integer << places)
  }
}
