// SPDX-License-Identifier: MIT

package import BNTensors

/// Counts the representable numbers between two numbers of one element type.
///
/// Every number has an ordinal: the bit pattern of its magnitude, with the number's sign. Ordinals
/// grow with the numbers, neighbours differ by 1, and +0 and −0 share ordinal 0, so that a
/// distance may cross zero. Infinity stands one after the largest finite number; NaN has no ordinal.
package enum ULPDistance {
  /// The ordinal of a bit pattern, or nil for NaN; an int64 is its own ordinal.
  package static func ordinal(ofBits bits: UInt64, type: ElementType) -> Int64? {
    guard let format = type.format else { return Int64(bitPattern: bits) }
    let magnitude = bits & (format.signMask - 1)
    guard magnitude <= format.infinityBits else { return nil }
    let ordinal = Int64(bitPattern: magnitude)
    return bits & format.signMask == 0 ? ordinal : -ordinal
  }

  /// The distance between two bit patterns, or nil if one of them is NaN.
  package static func between(_ left: UInt64, _ right: UInt64, type: ElementType) -> UInt64? {
    guard let first = ordinal(ofBits: left, type: type),
      let second = ordinal(ofBits: right, type: type)
    else { return nil }
    // Ordinals reach ±2^63, so their difference may need the sign bit: subtract modulo 2^64.
    let (low, high) = first < second ? (first, second) : (second, first)
    return UInt64(bitPattern: high) &- UInt64(bitPattern: low)
  }

  /// The number so many places above a bit pattern, or below it, as a value.
  ///
  /// Steps that leave the finite numbers give infinity of that sign; NaN gives NaN.
  package static func value(
    _ places: UInt64,
    awayFrom bits: UInt64,
    upwards: Bool,
    format: FloatFormat
  ) -> Double {
    let magnitude = bits & (format.signMask - 1)
    guard magnitude <= format.infinityBits else { return .nan }
    let start = Int64(bitPattern: bits & format.signMask == 0 ? magnitude : 0 &- magnitude)
    let step = Int64(min(places, 2 * format.infinityBits - 1).clampedToInt64)
    let (sum, overflow) =
      upwards ? start.addingReportingOverflow(step) : start.subtractingReportingOverflow(step)
    let limit = format.infinityBits
    let reached = overflow ? limit : min(sum.magnitude, limit)
    let negative = overflow ? !upwards : sum < 0
    let value = format.double(fromBits: reached)
    return negative ? -value : value
  }
}

extension UInt64 {
  /// The nearest number that an `Int64` can hold.
  fileprivate var clampedToInt64: Int64 { Int64(clamping: self) }
}
