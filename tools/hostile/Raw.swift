// SPDX-License-Identifier: MIT

import CBNHDF5
import Foundation
import Foundation

/// Bare calls of the library, for files that nothing else would write.
enum Raw {
  /// Writes a data set from elements that are laid out as the type says.
  static func dataset<Element>(
    _ group: hid_t,
    _ name: String,
    _ type: hid_t,
    _ shape: [hsize_t]?,
    _ elements: [Element],
    properties: hid_t = 0
  ) {
    let space = space(shape)
    let dataset = H5Dcreate2(group, name, type, space, 0, properties, 0)
    if !elements.isEmpty {
      elements.withUnsafeBytes { _ = H5Dwrite(dataset, type, 0, 0, 0, $0.baseAddress) }
    }
    _ = (H5Dclose(dataset), H5Sclose(space))
  }

  /// Writes an attribute from elements that are laid out as the type says.
  static func attribute<Element>(
    _ object: hid_t,
    _ name: String,
    _ type: hid_t,
    _ shape: [hsize_t]?,
    _ elements: [Element]
  ) {
    let space = space(shape)
    let attribute = H5Acreate2(object, name, type, space, 0, 0)
    if !elements.isEmpty {
      elements.withUnsafeBytes { _ = H5Awrite(attribute, type, $0.baseAddress) }
    }
    _ = (H5Aclose(attribute), H5Sclose(space))
  }

  /// Writes a string of variable length.
  static func text(_ object: hid_t, _ name: String, _ text: String) {
    strings(object, name, [text], isList: false)
  }

  /// Writes a list of strings of variable length.
  static func texts(_ object: hid_t, _ name: String, _ texts: [String]) {
    strings(object, name, texts, isList: true)
  }

  private static func strings(_ object: hid_t, _ name: String, _ texts: [String], isList: Bool) {
    let type = H5Tcopy(chdf5_string_type())
    _ = (H5Tset_size(type, Int.max), H5Tset_cset(type, H5T_CSET_UTF8))
    _ = H5Tset_size(type, chdf5_variable_size())
    let pointers = texts.map { strdup($0) }
    attribute(object, name, type, isList ? [hsize_t(texts.count)] : [], pointers)
    for pointer in pointers { free(pointer) }
    H5Tclose(type)
  }

  /// Creates a dataspace; nil makes a null one.
  static func space(_ shape: [hsize_t]?) -> hid_t {
    guard let shape else { return H5Screate(H5S_NULL) }
    return shape.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(shape.count), shape, nil)
  }

  /// Properties of a data set.
  static func properties(_ body: (hid_t) -> Void) -> hid_t {
    let list = H5Pcreate(chdf5_dataset_creation_class())
    body(list)
    return list
  }
}

extension Raw {
  /// Properties under which the newest forms of every structure are written.
  static var latestFormat: hid_t {
    access { _ = H5Pset_libver_bounds($0, H5F_LIBVER_V110, H5F_LIBVER_V110) }
  }

  /// Properties of a file that begins with 512 bytes of somebody else.
  static var userBlock: hid_t {
    let list = H5Pcreate(chdf5_file_creation_class())
    H5Pset_userblock(list, 512)
    return list
  }

  /// Properties by which a file is opened.
  static func access(_ body: (hid_t) -> Void) -> hid_t {
    let list = H5Pcreate(chdf5_file_access_class())
    body(list)
    return list
  }

  /// The library's type of references to objects (`OBJ`) or to parts of data sets (`DSETREG`), behind
  /// a variable that Swift would not let us read.
  static func referenceType(_ kind: String) -> hid_t {
    H5open()
    guard let symbol = dlsym(nil, "H5T_STD_REF_\(kind)_g") else { return -1 }
    return symbol.load(as: hid_t.self)
  }

  /// The checksum that the library writes behind a structure; it is in the library, if in no header.
  static func checksum(_ bytes: Data) -> Data {
    typealias Checksum = @convention(c) (UnsafeRawPointer?, Int, UInt32) -> UInt32
    guard let symbol = dlsym(nil, "H5_checksum_metadata") else { return Data(count: 4) }
    let sum = unsafeBitCast(symbol, to: Checksum.self)
    let value = Array(bytes).withUnsafeBytes { sum($0.baseAddress, $0.count, 0) }.littleEndian
    return Swift.withUnsafeBytes(of: value) { Data($0) }
  }

  /// Writes an attribute of an enumeration with these members.
  static func enumeration(
    _ object: hid_t,
    _ name: String,
    _ members: [(String, Int8)],
    _ value: Int8
  ) {
    let type = H5Tenum_create(chdf5_int8_type())
    for (name, value) in members {
      var value = value
      H5Tenum_insert(type, name, &value)
    }
    attribute(object, name, type, [], [value])
    H5Tclose(type)
  }

  /// Writes a type as a member of a group.
  static func namedType(_ group: hid_t, _ name: String) {
    let type = H5Tcopy(chdf5_float32_type())
    _ = (H5Tcommit2(group, name, type, 0, 0, 0), H5Tclose(type))
  }

  /// Writes a string of fixed length with whatever bytes.
  static func fixedText(_ object: hid_t, _ name: String, _ bytes: [UInt8]) {
    let type = H5Tcopy(chdf5_string_type())
    _ = (H5Tset_size(type, bytes.count), H5Tset_strpad(type, H5T_STR_NULLPAD))
    _ = H5Tset_cset(type, H5T_CSET_UTF8)
    attribute(object, name, type, [], bytes)
    H5Tclose(type)
  }

  /// Writes groups, each inside the one before.
  static func chain(_ group: hid_t, _ name: String, length: Int) {
    var parent = H5Gcreate2(group, name, 0, 0, 0)
    for _ in 1..<length {
      let child = H5Gcreate2(parent, name, 0, 0, 0)
      H5Gclose(parent)
      parent = child
    }
    H5Gclose(parent)
  }
}
