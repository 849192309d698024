// SPDX-License-Identifier: MIT

internal import BNTensors

/// An interval around a double-double that holds an exact number.
struct Enclosure {
  /// The middle; its low part is at most half an ulp of its high part.
  let middle: DoubleDouble
  /// How far the exact number may lie from the middle.
  let error: Double

  /// The float32 to which every number of the interval rounds, or nil.
  ///
  /// For an error far below the high part that decides, unless it is itself halfway between two float32, where the sign of the
  /// rest does (CorrectRounding.md, "From double-double to the type").
  var float: Float? {
    let high = middle.high
    // Beyond the range, and within rounding of its end, only exact numbers serve.
    guard high.magnitude < 0x1.fffffep127 else { return nil }
    guard high.magnitude * 0x1p-56 > error else {
      // One ulp outwards pays for the rounding of each end. A sum that is zero or cancelled to within its
      // error has no sign to round by: its ends differ.
      let ends = (
        low: Float((high + (middle.low - error)).nextDown),
        high: Float((high + (middle.low + error)).nextUp)
      )
      return ends.low.bitPattern == ends.high.bitPattern ? ends.low : nil
    }
    let rounded = Float(high)
    let rest = high - Double(rounded)
    let other = Double(rounded) + 2 * rest
    guard rest != 0, Float(exactly: other) != nil else { return rounded }
    guard middle.low.magnitude > error else { return nil }
    // The exact number lies beside the midpoint, on the side of the low part.
    let up = middle.low > 0
    return up == (rest > 0) ? Float(other) : rounded
  }

  /// The binary64 number to which every number of the interval rounds, or nil.
  var double: Double? {
    let (low, high) = (middle.low - error, middle.low + error)
    // Both ends are widened, since their own sums may round across a midpoint.
    let slack = 0x1p-52 * (middle.low.magnitude + error)
    let (a, b) = (middle.high + (low - slack), middle.high + (high + slack))
    guard a == b, a.isFinite, a.magnitude > 0x1p-900 else { return nil }
    return a
  }

  /// The bits in a 16-bit format to which every number of the interval rounds, or nil.
  func bits(in format: FloatFormat) -> UInt64? {
    // One ulp outwards pays for the rounding of each end.
    let low = (middle.high + (middle.low - error)).nextDown
    let high = (middle.high + (middle.low + error)).nextUp
    let bits = format.bits(rounding: low)
    guard low.isFinite, high.isFinite, bits == format.bits(rounding: high) else { return nil }
    return bits
  }

  /// The pattern in a format to which every number of the interval rounds, or nil.
  func pattern(in format: FloatFormat) -> UInt64? {
    switch format {
    case .binary32: float.map { UInt64($0.bitPattern) }
    case .binary64: double.map(\.bitPattern)
    default: bits(in: format)
    }
  }
}
