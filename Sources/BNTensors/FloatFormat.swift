// SPDX-License-Identifier: MIT

/// The parameters of an IEEE 754 binary interchange format, or of bfloat16.
///
/// Every finite value is `m · 2^e` with an integer `|m| < 2^precision` and `e ≥ minimumExponent`.
public struct FloatFormat: Equatable, Sendable {
  /// The number of significand bits, the leading one included.
  public let precision: Int
  /// The width of the exponent field in bits.
  public let exponentBits: Int

  /// Creates a format.
  public init(precision: Int, exponentBits: Int) {
    self.precision = precision
    self.exponentBits = exponentBits
  }

  /// The format of `Half`.
  public static let binary16 = FloatFormat(precision: 11, exponentBits: 5)
  /// The format of `BFloat16`.
  public static let bfloat16 = FloatFormat(precision: 8, exponentBits: 8)
  /// The format of `Float`.
  public static let binary32 = FloatFormat(precision: 24, exponentBits: 8)
  /// The format of `Double`.
  public static let binary64 = FloatFormat(precision: 53, exponentBits: 11)

  /// The width of an element in bits.
  public var bitWidth: Int { precision + exponentBits }
  /// The exponent bias.
  public var bias: Int { (1 << (exponentBits - 1)) - 1 }
  /// The exponent of the last place of the smallest numbers: the smallest subnormal is 2 to this power.
  public var minimumExponent: Int { 2 - bias - precision }
  /// The bit pattern of positive infinity, which is also the count of finite magnitudes.
  public var infinityBits: UInt64 { ((1 << UInt64(exponentBits)) - 1) << UInt64(precision - 1) }
  /// The mask of the sign bit.
  public var signMask: UInt64 { 1 << UInt64(bitWidth - 1) }
  /// The bit pattern of the quiet NaN without payload and sign.
  public var quietNaNBits: UInt64 { infinityBits | (1 << UInt64(precision - 2)) }

  /// The unit roundoff u: half the distance from 1 to the next larger number.
  public var unitRoundoff: Double { Double(sign: .plus, exponent: -precision, significand: 1) }
  /// The smallest positive subnormal number.
  public var smallestSubnormal: Double {
    Double(sign: .plus, exponent: minimumExponent, significand: 1)
  }
  /// The largest finite number.
  public var largestFinite: Double {
    Double(
      sign: .plus,
      exponent: bias - precision + 1,
      significand: Double((UInt64(1) << UInt64(precision)) - 1)
    )
  }

  /// The value of a bit pattern of this format; every one is exact in binary64.
  ///
  /// NaN keeps neither its sign nor its payload.
  public func double(fromBits bits: UInt64) -> Double {
    if self == .binary64 { return Double(bitPattern: bits) }
    let magnitude = bits & (signMask - 1)
    let sign: FloatingPointSign = bits & signMask == 0 ? .plus : .minus
    if magnitude > infinityBits { return .nan }
    if magnitude == infinityBits { return sign == .plus ? .infinity : -.infinity }
    let (significand, exponent) = components(ofMagnitude: magnitude)
    return Double(sign: sign, exponent: exponent, significand: Double(significand))
  }

  /// The integer significand and the exponent of its last place of a finite magnitude.
  ///
  /// The magnitude is a bit pattern without sign, below that of infinity.
  public func components(ofMagnitude magnitude: UInt64) -> (significand: UInt64, exponent: Int) {
    let fraction = magnitude & ((1 << UInt64(precision - 1)) - 1)
    let field = Int(magnitude >> UInt64(precision - 1))
    if field == 0 { return (fraction, minimumExponent) }
    return (fraction | (1 << UInt64(precision - 1)), minimumExponent + field - 1)
  }

  /// The bit pattern that holds a binary64 number, rounded once to nearest, ties to even.
  ///
  /// NaN becomes the quiet NaN; overflow becomes infinity.
  public func bits(rounding value: Double) -> UInt64 {
    if self == .binary64 { return value.isNaN ? quietNaNBits : value.bitPattern }
    let sign = value.sign == .minus ? signMask : 0
    if value.isNaN { return quietNaNBits }
    if value.isInfinite { return sign | infinityBits }
    if value == 0 { return sign }
    let wide = FloatFormat.binary64
    let (significand, exponent) = wide.components(
      ofMagnitude: value.magnitude.bitPattern
    )
    let width = UInt64.bitWidth - significand.leadingZeroBitCount
    let lastPlace = max(exponent + width - precision, minimumExponent)
    let shift = lastPlace - exponent
    if shift <= 0 { return sign | encode(significand << UInt64(-shift), lastPlace: lastPlace) }
    if shift > 64 { return sign }
    let kept = shift == 64 ? 0 : significand >> UInt64(shift)
    let rest = shift == 64 ? significand : significand & ((1 << UInt64(shift)) - 1)
    let half: UInt64 = 1 << UInt64(shift - 1)
    let up = rest > half || (rest == half && kept & 1 == 1)
    return sign | encode(kept + (up ? 1 : 0), lastPlace: lastPlace)
  }

  /// The magnitude bits of `significand · 2^lastPlace`, infinity on overflow.
  ///
  /// A significand of exactly `2^precision`, the carry of a rounding, is taken too.
  public func encode(_ significand: UInt64, lastPlace: Int) -> UInt64 {
    // Adding the significand with its leading bit to the exponent field carries as it should.
    let field = UInt64(lastPlace - minimumExponent)
    let (sum, overflow) = (field << UInt64(precision - 1)).addingReportingOverflow(significand)
    return overflow || field >= UInt64(1) << UInt64(exponentBits)
      ? infinityBits : min(sum, infinityBits)
  }
}
