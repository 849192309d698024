// SPDX-License-Identifier: MIT

extension HDF5IntegerFormat {
  /// The value of the bytes of one plain integer, or nil if it does not fit into 64 signed bits.
  func value(of bytes: ArraySlice<UInt8>) -> Int64? {
    var bits: UInt64 = 0
    if order == .big {
      for byte in bytes { bits = bits << 8 | UInt64(byte) }
    } else {
      for byte in bytes.reversed() { bits = bits << 8 | UInt64(byte) }
    }
    guard isSigned else { return Int64(exactly: bits) }
    let unused = UInt64(64 - 8 * byteCount)
    // Shifting the sign bit to the top and back fills the upper bits with it.
    return Int64(bitPattern: bits << unused) >> Int64(unused)
  }

  /// The values of plain integers that stand one after the other, or nil if one does not fit.
  func values(of bytes: [UInt8]) -> [Int64]? {
    var values = [Int64]()
    values.reserveCapacity(bytes.count / byteCount)
    for start in stride(from: 0, to: bytes.count, by: byteCount) {
      guard let value = value(of: bytes[start..<start + byteCount]) else { return nil }
      values.append(value)
    }
    return values
  }
}
