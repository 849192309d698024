// SPDX-License-Identifier: MIT

internal import CBNHDF5

/// An open file.
///
/// Groups, data sets and attributes that were opened of it keep it open in the library; it is
/// closed when the last of them has gone.
package struct HDF5File: ~Copyable, Sendable {
  /// The path, as it was given.
  package let path: String
  /// The file in the library.
  let handle: HDF5Handle

  /// The place of the root group.
  package var location: HDF5Location { HDF5Location(file: path) }

  /// Opens a file to read it.
  ///
  /// Nothing but a regular file is opened, no lock is taken, and drivers that spread a file over
  /// several are not used.
  ///
  /// - Throws: ``HDF5Error`` if there is none, or it is no sound HDF5 file.
  package init(reading path: String) throws(HDF5Error) {
    let operation = "open the file"
    let location = HDF5Location(file: path)
    try HDF5File.examine(path, operation)
    self.handle = try HDF5File.open(path, operation, location)
    self.path = path
  }

  /// Creates a file to write it; there must be none at the path.
  ///
  /// - Throws: ``HDF5Error`` if there is one, or the folder cannot be written to.
  package init(creating path: String) throws(HDF5Error) {
    let operation = "create the file"
    let location = HDF5Location(file: path)
    guard !path.utf8.contains(0) else {
      throw HDF5Error(operation, location, .invalidText("the path holds a NUL"))
    }
    let access = try HDF5File.accessProperties(operation, location)
    let creation = try HDF5CreationProperties.file(operation, location)
    let (accessList, creationList) = (access.id, creation.id)
    // Object headers of 1.8 are half the size of the older ones; 1.10 and later read them.
    _ = try HDF5Library.call(operation, location) {
      H5Pset_libver_bounds(accessList, H5F_LIBVER_V18, H5F_LIBVER_V18)
    }
    do throws(HDF5Error) {
      self.handle = try HDF5Handle(.file, operation, location) {
        unsafe H5Fcreate(path, chdf5_must_not_exist(), creationList, accessList)
      }
    } catch {
      let hint = "name a file in a folder that is there and can be written"
      throw HDF5Error(operation, location, error.problem, frames: error.frames, hint: hint)
    }
    self.path = path
  }

  /// Opens the root group.
  package func root() throws(HDF5Error) -> HDF5Group {
    let id = handle.id
    let root = try HDF5Handle(.group, "open the root group", location) {
      unsafe H5Gopen2(id, "/", chdf5_default_properties())
    }
    return HDF5Group(root, location)
  }

  /// Hands everything written so far to the operating system.
  package func flush() throws(HDF5Error) {
    let id = handle.id
    _ = try HDF5Library.call("write the file", location) { H5Fflush(id, H5F_SCOPE_GLOBAL) }
  }

  /// Closes the file and reports if something of it could not be written.
  ///
  /// - Throws: ``HDF5Error`` also if a group or data set of it is still open.
  package consuming func close() throws(HDF5Error) {
    let operation = "close the file"
    let location = HDF5Location(file: path)
    let others = openHandleCount - 1
    guard others == 0 else {
      throw HDF5Error(operation, location, .misuse("\(others) of its objects are still open"))
    }
    try handle.close(operation, location)
  }

  /// The number of open identifiers of this file, itself counted.
  package var openHandleCount: Int {
    let id = handle.id
    return HDF5Library.locked { H5Fget_obj_count(id, chdf5_own_objects()) }
  }
}
