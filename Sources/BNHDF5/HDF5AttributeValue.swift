// SPDX-License-Identifier: MIT

/// What an attribute can be written as.
package enum HDF5AttributeValue: Hashable, Sendable {
  /// A string of variable length in UTF-8.
  case string(String)
  /// A one-dimensional list of such strings.
  case strings([String])
  /// A boolean as h5py stores it.
  case flag(Bool)
  /// A 64-bit integer.
  case integer(Int64)
  /// A binary64 number.
  case float(Double)
  /// A one-dimensional list of binary64 numbers.
  case floats([Double])
}
