// SPDX-License-Identifier: MIT

/// The type of the elements of an attribute or a data set, as the file says it.
package enum HDF5Datatype: Hashable, Sendable {
  case integer(HDF5IntegerFormat)
  case float(HDF5FloatFormat)
  case string(HDF5StringFormat)
  case enumeration(HDF5EnumerationFormat)
  /// A class that is not taken apart: `compound`, `opaque`, `reference`, …
  case other(String)
}

extension HDF5Datatype: CustomStringConvertible {
  /// The type for people.
  package var description: String {
    switch self {
    case .integer(let format): format.description
    case .float(let format): format.description
    case .string(let format): format.description
    case .enumeration(let format): format.description
    case .other(let name): "type \(name)"
    }
  }
}

/// The order of the bytes of a number.
package enum HDF5ByteOrder: Hashable, Sendable {
  case little, big
  /// An order that is not read: VAX, or a mixture.
  case other

  /// Whether the bytes must be turned around on this machine.
  var isSwapped: Bool {
    let hostIsLittle = UInt16(1).littleEndian == 1
    return self == (hostIsLittle ? .big : .little)
  }
}

/// The format of an integer.
package struct HDF5IntegerFormat: Hashable, Sendable, CustomStringConvertible {
  /// The size in bytes.
  package let byteCount: Int
  /// Whether it is in two's complement.
  package let isSigned: Bool
  /// The order of the bytes.
  package let order: HDF5ByteOrder
  /// Whether all of its bits count, as in 1, 2, 4 or 8 bytes without padding.
  package let isPlain: Bool

  /// The format for people.
  package var description: String {
    "a \(8 * byteCount)-bit \(isSigned ? "signed" : "unsigned") integer"
      + (isPlain ? "" : " with unused bits")
  }
}

/// The format of an enumeration: names for integers.
package struct HDF5EnumerationFormat: Hashable, Sendable, CustomStringConvertible {
  /// The integers behind the names.
  package let base: HDF5IntegerFormat
  /// The names and their values in the order of the file.
  package let members: [Member]

  /// One name and its value.
  package struct Member: Hashable, Sendable {
    /// The name.
    package let name: String
    /// The value.
    package let value: Int64
  }

  /// Whether it is the one by which h5py stores booleans: FALSE is 0, TRUE is 1.
  package var isBoolean: Bool {
    base.isPlain
      && Set(members) == [Member(name: "FALSE", value: 0), Member(name: "TRUE", value: 1)]
  }

  /// The format for people.
  package var description: String {
    "an enumeration of " + members.map(\.name).joined(separator: ", ")
  }
}
