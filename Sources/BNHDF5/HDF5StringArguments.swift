// SPDX-License-Identifier: MIT

internal import CBNHDF5

/// Strings in the form in which the library takes them for writing.
enum HDF5StringArguments {
  /// Hands over an array of pointers to NUL-terminated strings.
  ///
  /// - Throws: ``HDF5Error`` if a string holds a NUL, at which it would end.
  static func withPointers(
    _ strings: [String],
    _ operation: String,
    _ location: HDF5Location,
    _ body: (UnsafeRawPointer?) -> herr_t
  ) throws(HDF5Error) {
    guard !strings.contains(where: { $0.utf8.contains(0) }) else {
      throw HDF5Error(operation, location, .invalidText("the string holds a NUL"))
    }
    // One buffer for all of them, so that there is nothing to free piece by piece.
    var characters = [CChar]()
    for string in strings {
      characters += string.utf8.map { CChar(bitPattern: $0) }
      characters.append(0)
    }
    unsafe try characters.withUnsafeBufferPointer { (buffer) throws(HDF5Error) in
      var pointers = unsafe [UnsafePointer<CChar>?]()
      var offset = 0
      for string in strings {
        unsafe pointers.append(buffer.baseAddress.map { unsafe $0 + offset })
        offset += string.utf8.count + 1
      }
      unsafe try pointers.withUnsafeBufferPointer { (pointers) throws(HDF5Error) in
        _ = try HDF5Library.call(operation, location) {
          unsafe body(UnsafeRawPointer(pointers.baseAddress))
        }
      }
    }
  }
}
