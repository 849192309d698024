// SPDX-License-Identifier: MIT

/// The rules for names that are handed to the library.
enum HDF5Name {
  /// Why a name cannot be that of one member of a group, or nil if it can.
  ///
  /// The library would read a slash as a path, and follow links on its way.
  static func problem(of name: String) -> String? {
    if name.isEmpty { return "the name is empty" }
    if name == "." || name == ".." { return "the name is a path" }
    if name.utf8.contains(UInt8(ascii: "/")) { return "the name holds a slash" }
    return problem(ofAttribute: name)
  }

  /// Why a name cannot be that of an attribute, or nil if it can.
  static func problem(ofAttribute name: String) -> String? {
    if name.isEmpty { return "the name is empty" }
    if name.utf8.contains(0) { return "the name holds a NUL" }
    if name.utf8.count > HDF5Limits.nameBytes {
      return "the name is longer than \(HDF5Limits.nameBytes) bytes"
    }
    return nil
  }
}
