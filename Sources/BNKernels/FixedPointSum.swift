// SPDX-License-Identifier: MIT

import BigInt
import BNExactArithmetic

/// An exact sum of binary64 numbers that are multiples of a known power of two.
///
/// The sum is held in chunks of 32 bits inside Int64, so that 2^31 additions need no carry. It is an
/// integer, and therefore the same for every order of its terms.
struct FixedPointSum {
  /// The power of two of which every term is a multiple.
  let unit: Int
  private var chunks: [Int64]

  /// Creates an empty sum that holds magnitudes below 2^(unit + 32·width − 1).
  init(unit: Int, width: Int) {
    self.unit = unit
    chunks = [Int64](repeating: 0, count: width)
  }

  /// Adds a normal number or zero.
  @inline(__always)
  mutating func add(_ value: Double) {
    let bits = value.bitPattern
    let field = Int(truncatingIfNeeded: bits >> 52) & 0x7ff
    if field == 0 { return }
    add(
      significand: bits & 0xf_ffff_ffff_ffff | 1 << 52,
      exponent: field - 1075,
      negative: value.sign == .minus
    )
  }

  /// Adds ±significand·2^exponent.
  @inline(__always)
  mutating func add(significand: UInt64, exponent: Int, negative: Bool) {
    var (significand, position) = (significand, exponent - unit)
    if position < 0 {
      // The term is a multiple of the unit: only zeros are shifted out.
      significand = -position < 64 ? significand >> UInt64(-position) : 0
      position = 0
    }
    let (index, offset) = (position >> 5, UInt64(position & 31))
    let low = significand << offset
    let high = offset == 0 ? 0 : significand >> (64 - offset)
    let sign: Int64 = negative ? -1 : 1
    chunks[index] &+= sign &* Int64(low & 0xffff_ffff)
    chunks[index + 1] &+= sign &* Int64(low >> 32)
    chunks[index + 2] &+= sign &* Int64(high)
  }

  /// Adds another sum of the same unit and width.
  mutating func add(_ other: FixedPointSum) {
    carry()
    var other = other
    other.carry()
    for index in chunks.indices { chunks[index] += other.chunks[index] }
  }

  /// Brings every chunk but the last below 2^32, so that additions may go on.
  mutating func carry() {
    for index in chunks.indices.dropLast() {
      chunks[index + 1] &+= chunks[index] >> 32
      chunks[index] &= 0xffff_ffff
    }
  }

  /// The sum's sign and its magnitude in 32-bit digits, least significant first.
  private var digits: (negative: Bool, magnitude: [UInt64]) {
    var digits = [UInt64](repeating: 0, count: chunks.count)
    var carry: Int64 = 0
    for index in chunks.indices {
      let value = chunks[index] &+ carry
      digits[index] = UInt64(bitPattern: value) & 0xffff_ffff
      carry = value >> 32
    }
    guard carry < 0 else { return (false, digits) }
    var borrow: UInt64 = 1
    for index in digits.indices {
      let value = (~digits[index] & 0xffff_ffff) &+ borrow
      digits[index] = value & 0xffff_ffff
      borrow = value >> 32
    }
    return (true, digits)
  }

  /// The leading bits of the sum: relative error below 2^-105, none if it has at most 106 bits.
  var leading: DoubleDouble {
    let (negative, digits) = digits
    guard let top = digits.lastIndex(where: { $0 != 0 }) else { return .zero }
    // Five digits hold at least 129 bits of the magnitude; 106 of them are taken.
    func digit(_ index: Int) -> UInt64 { index >= 0 ? digits[index] : 0 }
    let shift = UInt64(digits[top].leadingZeroBitCount - 32)
    let first = digit(top) << 32 | digit(top - 1)
    let second = digit(top - 2) << 32 | digit(top - 3)
    let third = digit(top - 4) << 32
    let upper = shift == 0 ? first : first << shift | second >> (64 - shift)
    let lower = shift == 0 ? second : second << shift | third >> (64 - shift)
    let exponent = unit + 32 * (top + 1) - 64 - Int(shift)
    let high = Double(upper >> 11)
    let low = Double((upper & 0x7ff) << 42 | lower >> 22)
    let value = DoubleDouble(
      sum: high * .powerOfTwo(exponent + 11),
      low * .powerOfTwo(exponent + 11 - 53)
    )
    return negative ? -value : value
  }

  /// The sum as an exact number.
  var exact: Dyadic {
    let (negative, digits) = digits
    var words: [UInt] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      let upper = index + 1 < digits.count ? digits[index + 1] : 0
      words.append(UInt(digits[index] | upper << 32))
    }
    let magnitude = BigInt(BigUInt(words: words))
    return Dyadic(negative ? -magnitude : magnitude, exponent: unit)
  }
}

extension Double {
  /// A power of two with a normal exponent.
  @inline(__always)
  static func powerOfTwo(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(exponent + 1023) << 52)
  }
}
