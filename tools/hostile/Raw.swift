// SPDX-License-Identifier: MIT

import CHDF5
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
