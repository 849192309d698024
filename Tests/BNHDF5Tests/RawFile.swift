// SPDX-License-Identifier: MIT

import CBNHDF5
import Foundation
import BNHDF5
import Testing

/// Files that the wrapper would not write, made by bare calls of the library.
enum RawFile {
  /// Creates a file, hands over its number, closes it, and expects that the calls succeeded.
  static func write(_ path: String, _ body: (hid_t) -> herr_t) throws {
    let isWritten = HDF5Library.locked { () -> Bool in
      let file = H5Fcreate(path, chdf5_must_not_exist(), 0, 0)
      guard file >= 0 else { return false }
      let status = body(file)
      return H5Fclose(file) >= 0 && status >= 0
    }
    try #require(isWritten, "the file for the test could not be written")
  }

  /// Replaces bytes that occur once in a file.
  static func patch(_ path: String, _ old: [UInt8], _ new: [UInt8]) throws {
    let url = URL(fileURLWithPath: path)
    var data = try Data(contentsOf: url)
    let place = try #require(data.range(of: Data(old)))
    try #require(data[place.upperBound...].range(of: Data(old)) == nil)
    data.replaceSubrange(place, with: new)
    try data.write(to: url)
  }

  /// Writes a data set of a type as it stands in the file, from bytes as they shall stand there.
  static func dataset(
    _ location: hid_t,
    _ name: String,
    _ type: hid_t,
    _ dimensions: [hsize_t]?,
    _ bytes: [UInt8]?,
    properties: hid_t = 0
  ) -> herr_t {
    let space = space(dimensions)
    let dataset = H5Dcreate2(location, name, type, space, 0, properties, 0)
    defer { _ = (H5Sclose(space), H5Dclose(dataset)) }
    guard let bytes else { return min(0, herr_t(clamping: dataset)) }
    return H5Dwrite(dataset, type, 0, 0, 0, bytes)
  }

  /// Writes an attribute of a type as it stands in the file, from bytes as they shall stand there.
  static func attribute(
    _ location: hid_t,
    _ name: String,
    _ type: hid_t,
    _ dimensions: [hsize_t]?,
    _ bytes: [UInt8]
  ) -> herr_t {
    let space = space(dimensions)
    let attribute = H5Acreate2(location, name, type, space, 0, 0)
    defer { _ = (H5Sclose(space), H5Aclose(attribute)) }
    return bytes.isEmpty ? min(0, herr_t(clamping: attribute)) : H5Awrite(attribute, type, bytes)
  }

  /// Writes an attribute that is one string of variable length.
  static func attribute(_ location: hid_t, _ name: String, variable bytes: [UInt8]) -> herr_t {
    let type = string(size: chdf5_variable_size(), padding: H5T_STR_NULLTERM)
    let space = H5Screate(H5S_SCALAR)
    let attribute = H5Acreate2(location, name, type, space, 0, 0)
    defer { _ = (H5Sclose(space), H5Aclose(attribute), H5Tclose(type)) }
    let characters = bytes.map { CChar(bitPattern: $0) } + [0]
    return characters.withUnsafeBufferPointer { buffer in
      var pointer = buffer.baseAddress
      return H5Awrite(attribute, type, &pointer)
    }
  }

  /// A string type; the caller closes it or leaves that to the end of the process.
  static func string(size: Int, padding: H5T_str_t, utf8: Bool = true) -> hid_t {
    let type = H5Tcopy(chdf5_string_type())
    _ = H5Tset_size(type, size)
    _ = H5Tset_strpad(type, padding)
    _ = H5Tset_cset(type, utf8 ? H5T_CSET_UTF8 : H5T_CSET_ASCII)
    return type
  }

  /// A copy of a number's type in the other byte order.
  static func bigEndian(_ type: hid_t) -> hid_t {
    let copy = H5Tcopy(type)
    _ = H5Tset_order(copy, H5T_ORDER_BE)
    return copy
  }

  /// An integer type.
  static func integer(size: Int, signed: Bool) -> hid_t {
    let type = H5Tcopy(chdf5_int64_type())
    _ = H5Tset_size(type, size)
    _ = H5Tset_sign(type, signed ? H5T_SGN_2 : H5T_SGN_NONE)
    return type
  }

  /// A 16-bit floating-point type.
  static func float16(exponentBits: Int, mantissaBits: Int) -> hid_t {
    let type = H5Tcopy(chdf5_float32_type())
    _ = H5Tset_fields(type, 15, mantissaBits, exponentBits, 0, mantissaBits)
    _ = H5Tset_size(type, 2)
    _ = H5Tset_ebias(type, (1 << (exponentBits - 1)) - 1)
    return type
  }

  private static func space(_ dimensions: [hsize_t]?) -> hid_t {
    guard let dimensions else { return H5Screate(H5S_NULL) }
    return dimensions.isEmpty
      ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(dimensions.count), dimensions, nil)
  }
}
