// SPDX-License-Identifier: MIT

internal import CBNHDF5

/// An open attribute.
package struct HDF5Attribute: Sendable {
  /// Where it stands.
  package let location: HDF5Location
  /// Its dataspace.
  package let extent: HDF5Extent
  /// The type of its elements.
  package let datatype: HDF5Datatype
  /// The attribute in the library.
  let handle: HDF5SharedHandle
  /// Its type in the library, in the form that memory has.
  let type: HDF5SharedHandle

  /// Opens an attribute that exists.
  init(opening name: String, of object: hid_t, _ location: HDF5Location) throws(HDF5Error) {
    let operation = "open it"
    let handle = try HDF5Handle(.attribute, operation, location) {
      unsafe H5Aopen(object, name, chdf5_default_properties())
    }
    let id = handle.id
    let type = try HDF5Handle(.datatype, operation, location) { H5Aget_type(id) }
    self.extent = try HDF5Extent(location) { H5Aget_space(id) }
    self.datatype = try HDF5Datatype(of: type, location)
    self.location = location
    self.handle = HDF5SharedHandle(handle)
    self.type = HDF5SharedHandle(type)
  }

  /// The number of elements of a one-dimensional attribute.
  func listCount(atMost limit: Int, _ operation: String) throws(HDF5Error) -> Int {
    guard case .simple(let shape) = extent, shape.count == 1 else {
      throw mismatch(operation, expected: "one dimension", found: extent.description)
    }
    guard shape[0] <= limit else {
      throw HDF5Error(
        operation,
        location,
        .tooLarge(what: "the number of items", found: "\(shape[0])", limit: "\(limit)")
      )
    }
    return shape[0]
  }

  /// Checks that the attribute holds one element.
  ///
  /// Some libraries, R's and MATLAB's among them, write it with dimensions of 1.
  func requireScalar(_ operation: String) throws(HDF5Error) {
    guard extent.isSingle else {
      throw mismatch(operation, expected: "a scalar", found: extent.description)
    }
  }

  /// The bytes of a number of elements of fixed size, as they stand in the file.
  ///
  /// The caller has checked the number of elements and their size.
  func bytes(count: Int, of byteCount: Int, _ operation: String) throws(HDF5Error) -> [UInt8] {
    guard count > 0 else { return [] }
    let (id, typeID) = (handle.id, type.id)
    let stored = HDF5Library.locked { H5Aget_storage_size(id) }
    guard stored == hsize_t(count * byteCount) else {
      throw HDF5Error(
        operation,
        location,
        .inconsistent("it stores \(stored) bytes and needs \(count * byteCount)")
      )
    }
    var bytes = [UInt8](repeating: 0, count: count * byteCount)
    _ = try HDF5Library.call(operation, location) { unsafe H5Aread(id, typeID, &bytes) }
    return bytes
  }

  /// An error that says what was expected.
  func mismatch(_ operation: String, expected: String, found: String) -> HDF5Error {
    HDF5Error(operation, location, .mismatch(expected: expected, found: found))
  }
}
