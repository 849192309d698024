// SPDX-License-Identifier: MIT

/// A number as run files hold it: `{"value": 0.1, "bits": "3fb999999999999a"}`.
///
/// JSON has neither NaN nor infinities: `value` is null for them and the bit pattern tells which.
package struct ReportedNumber: Equatable, Sendable {
  /// The number.
  package var value: Double
  /// The bit pattern, in the tensor's own type.
  package var bits: UInt64
  /// The width of the bit pattern.
  package var bitWidth: Int

  /// Creates a number of a narrower type from its exact value and its bits.
  package init(value: Double, bits: UInt64, bitWidth: Int) {
    self.value = value
    self.bits = bits
    self.bitWidth = bitWidth
  }

  /// Creates a binary64 number.
  package init(_ value: Double) {
    self.init(value: value, bits: value.bitPattern, bitWidth: 64)
  }

  /// The bit pattern in hexadecimal, padded to the type's width.
  package var hexadecimal: String {
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: max(0, bitWidth / 4 - digits.count)) + digits
  }
}

extension ReportedNumber: Codable {
  private enum CodingKeys: String, CodingKey { case value, bits }

  /// Reads both members; a null value is taken from the bits where they are 64 wide.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let text = try container.decode(String.self, forKey: .bits)
    guard let bits = UInt64(text, radix: 16), [4, 8, 16].contains(text.utf8.count) else {
      throw DecodingError.dataCorruptedError(
        forKey: .bits,
        in: container,
        debugDescription: "expected 4, 8 or 16 hexadecimal digits"
      )
    }
    let value = try container.decodeIfPresent(Double.self, forKey: .value)
    self.init(value: value, bits: bits, digits: text.utf8.count)
  }

  /// Creates a number from what a run file holds of it; a null value is taken from the bits where they
  /// are those of an infinity, else it is NaN.
  package init(value: Double?, bits: UInt64, digits: Int) {
    self.init(
      value: value ?? Self.nonFinite(bits, digits: digits),
      bits: bits,
      bitWidth: 4 * digits
    )
  }

  /// Writes both members, a non-finite value as null.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(value.isFinite ? value : nil, forKey: .value)
    try container.encode(hexadecimal, forKey: .bits)
  }

  private static func nonFinite(_ bits: UInt64, digits: Int) -> Double {
    // Infinities have an all-zero fraction in each of the formats; sign is the top bit.
    let negative = bits >> UInt64(4 * digits - 1) & 1 == 1
    let infinities: [UInt64] =
      digits == 4 ? [0x7c00, 0x7f80] : digits == 8 ? [0x7f80_0000] : [0x7ff0_0000_0000_0000]
    let magnitude = bits & ((1 << UInt64(4 * digits - 1)) - 1)
    guard infinities.contains(magnitude) else { return .nan }
    return negative ? -.infinity : .infinity
  }
}
