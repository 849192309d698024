// SPDX-License-Identifier: MIT

/// An IEEE 754 binary16 number, held as its bits.
///
/// The standard library's `Float16` does not exist on Intel Macs, so the suite has its own.
public struct Half: Hashable, Sendable {
  /// The bit pattern: sign, 5 exponent bits, 10 fraction bits.
  public var bitPattern: UInt16

  /// Creates a number from its bit pattern.
  public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

  /// Creates the number nearest to a binary64 value, ties to even.
  public init(_ value: Double) {
    bitPattern = UInt16(truncatingIfNeeded: FloatFormat.binary16.bits(rounding: value))
  }
}

/// A bfloat16 number, held as its bits.
public struct BFloat16: Hashable, Sendable {
  /// The bit pattern: the upper half of a binary32 number's.
  public var bitPattern: UInt16

  /// Creates a number from its bit pattern.
  public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

  /// Creates the number nearest to a binary64 value, ties to even.
  public init(_ value: Double) {
    bitPattern = UInt16(truncatingIfNeeded: FloatFormat.bfloat16.bits(rounding: value))
  }
}

extension Double {
  /// The exact value of a binary16 number.
  public init(_ value: Half) {
    self = FloatFormat.binary16.double(fromBits: UInt64(value.bitPattern))
  }

  /// The exact value of a bfloat16 number.
  public init(_ value: BFloat16) {
    self = Double(Float(bitPattern: UInt32(value.bitPattern) << 16))
  }
}
