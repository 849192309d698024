// SPDX-License-Identifier: MIT

internal import CBNHDF5

/// The format of a floating-point number, given by where its fields stand.
package struct HDF5FloatFormat: Hashable, Sendable {
  /// The size in bytes.
  package var byteCount: Int
  /// The order of the bytes.
  package var order: HDF5ByteOrder
  /// The number of bits that count, from bit 0 if there is no offset.
  package var precision: Int
  /// The number of unused bits below the ones that count.
  package var bitOffset: Int
  /// The bit that is the sign.
  package var signPosition: Int
  /// The lowest bit of the exponent.
  package var exponentPosition: Int
  /// The number of bits of the exponent.
  package var exponentBits: Int
  /// The exponent's bias.
  package var exponentBias: Int
  /// The lowest bit of the mantissa.
  package var mantissaPosition: Int
  /// The number of bits of the mantissa that are stored.
  package var mantissaBits: Int
  /// Whether the leading bit of the mantissa is implied and not stored.
  package var hasImpliedBit: Bool

  /// A format of the usual kind: sign, exponent and mantissa from the top, implied leading bit.
  package init(exponentBits: Int, mantissaBits: Int, order: HDF5ByteOrder = .little) {
    precision = 1 + exponentBits + mantissaBits
    byteCount = precision / 8
    self.order = order
    bitOffset = 0
    signPosition = precision - 1
    exponentPosition = mantissaBits
    self.exponentBits = exponentBits
    exponentBias = (1 << (exponentBits - 1)) - 1
    mantissaPosition = 0
    self.mantissaBits = mantissaBits
    hasImpliedBit = true
  }

  /// IEEE 754 binary16, little-endian.
  package static let binary16 = HDF5FloatFormat(exponentBits: 5, mantissaBits: 10)
  /// The upper half of binary32, little-endian.
  package static let bfloat16 = HDF5FloatFormat(exponentBits: 8, mantissaBits: 7)
  /// IEEE 754 binary32, little-endian.
  package static let binary32 = HDF5FloatFormat(exponentBits: 8, mantissaBits: 23)
  /// IEEE 754 binary64, little-endian.
  package static let binary64 = HDF5FloatFormat(exponentBits: 11, mantissaBits: 52)

  /// Whether it is the other format but for the order of the bytes, which is a known one.
  package func matches(_ other: HDF5FloatFormat) -> Bool {
    guard order != .other else { return false }
    var aligned = self
    aligned.order = other.order
    return aligned == other
  }
}

extension HDF5FloatFormat: CustomStringConvertible {
  /// The format for people.
  package var description: String {
    let known: [(HDF5FloatFormat, String)] = [
      (.binary16, "float16"), (.bfloat16, "bfloat16"), (.binary32, "float32"),
      (.binary64, "float64"),
    ]
    let name = known.first { matches($0.0) }?.1
    return name.map { "type \($0)" }
      ?? "a \(8 * byteCount)-bit floating-point type with \(exponentBits) exponent bits"
  }
}
