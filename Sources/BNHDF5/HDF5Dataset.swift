// SPDX-License-Identifier: MIT

internal import CBNHDF5

/// An open data set.
package struct HDF5Dataset: HDF5Object, Sendable {
  /// Where it stands.
  package let location: HDF5Location
  /// How it is stored.
  package let layout: HDF5Layout
  /// The type of its elements.
  package let datatype: HDF5Datatype
  /// The data set in the library.
  let handle: HDF5SharedHandle
  /// Its type in the library, in the form that memory has.
  let type: HDF5SharedHandle

  /// The library's number for the open data set.
  package var identifier: Int64 { handle.id }

  /// Takes over an open data set.
  init(_ handle: consuming HDF5Handle, _ location: HDF5Location) throws(HDF5Error) {
    let id = handle.id
    let type = try HDF5Handle(.datatype, "read the type", location) { H5Dget_type(id) }
    self.layout = try HDF5Layout(of: handle, location)
    self.datatype = try HDF5Datatype(of: type, location)
    self.location = location
    self.handle = HDF5SharedHandle(handle)
    self.type = HDF5SharedHandle(type)
  }

  /// Reads the dataspace.
  ///
  /// - Throws: ``HDF5Error`` for a virtual data set, whose extent may depend on other files.
  package func extent() throws(HDF5Error) -> HDF5Extent {
    let operation = "read the shape"
    guard layout.kind != .virtual else {
      throw HDF5Error(operation, location, .refused("a virtual data set"))
    }
    let id = handle.id
    return try HDF5Extent(location) { H5Dget_space(id) }
  }

  /// The dimensions, outermost first; none for a scalar.
  ///
  /// - Throws: ``HDF5Error`` for a null dataspace and a virtual data set.
  package func shape() throws(HDF5Error) -> [Int] {
    let extent = try extent()
    guard let shape = extent.shape else {
      throw HDF5Error(
        "read the shape",
        location,
        .mismatch(expected: "elements", found: extent.description)
      )
    }
    return shape
  }

  /// The bytes that the file stores for the elements; 0 if none were ever written.
  package var storedByteCount: UInt64 {
    guard layout.refusal == nil else { return 0 }
    let id = handle.id
    return HDF5Library.locked { H5Dget_storage_size(id) }
  }
}
