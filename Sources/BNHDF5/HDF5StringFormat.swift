// SPDX-License-Identifier: MIT

/// The format of a string.
package struct HDF5StringFormat: Hashable, Sendable, CustomStringConvertible {
  /// The size in bytes of a string of fixed length, nil for variable length.
  package let fixedByteCount: Int?
  /// How a string of fixed length ends.
  package let padding: Padding
  /// The character set.
  package let characterSet: CharacterSet

  /// The ways in which a string of fixed length can end.
  package enum Padding: Hashable, Sendable {
    /// At the first NUL, or at the size.
    case nullTerminated
    /// At the size, NULs at the end not counted.
    case nullPadded
    /// At the size, spaces at the end not counted.
    case spacePadded
  }

  /// The character sets that HDF5 knows.
  package enum CharacterSet: Hashable, Sendable {
    case ascii, utf8
    case other
  }

  /// The part of a fixed-length field that is the string.
  func content(of field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    switch padding {
    case .nullTerminated:
      return field.prefix { $0 != 0 }
    case .nullPadded:
      let end = field.lastIndex { $0 != 0 }
      return end.map { field[...$0] } ?? field.prefix(0)
    case .spacePadded:
      let end = field.lastIndex { $0 != UInt8(ascii: " ") }
      return end.map { field[...$0] } ?? field.prefix(0)
    }
  }

  /// The format for people.
  package var description: String {
    fixedByteCount.map { "a string of fixed length \($0)" } ?? "a string of variable length"
  }
}
