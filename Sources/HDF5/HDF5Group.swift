// SPDX-License-Identifier: MIT

internal import CHDF5

/// An open group.
package struct HDF5Group: HDF5Object, Sendable {
  /// Where it stands.
  package let location: HDF5Location
  /// The group in the library.
  let handle: HDF5SharedHandle

  /// The library's number for the open group.
  package var identifier: Int64 { handle.id }

  /// Takes over an open group.
  init(_ handle: consuming HDF5Handle, _ location: HDF5Location) {
    self.handle = HDF5SharedHandle(handle)
    self.location = location
  }

  /// Opens a group that is a direct member of this one.
  ///
  /// - Throws: ``HDF5Error`` if there is none, it is no group, or the name is not a hard link.
  package func group(_ name: String) throws(HDF5Error) -> HDF5Group {
    let operation = "open a group"
    try require(.group, name, operation)
    let id = handle.id
    let location = location.member(name)
    let member = try HDF5Handle(.group, operation, location) {
      unsafe H5Gopen2(id, name, chdf5_default_properties())
    }
    return HDF5Group(member, location)
  }

  /// Opens a data set that is a direct member of this group.
  ///
  /// - Throws: ``HDF5Error`` if there is none, it is no data set, or the name is not a hard link.
  package func dataset(_ name: String) throws(HDF5Error) -> HDF5Dataset {
    let operation = "open a data set"
    try require(.dataset, name, operation)
    let id = handle.id
    let location = location.member(name)
    let member = try HDF5Handle(.dataset, operation, location) {
      unsafe H5Dopen2(id, name, chdf5_default_properties())
    }
    return try HDF5Dataset(member, location)
  }

  private func require(
    _ kind: HDF5ObjectKind,
    _ name: String,
    _ operation: String
  ) throws(HDF5Error) {
    guard let link = try link(name) else {
      throw HDF5Error(operation, location.member(name), .missing)
    }
    guard case .hard(let object) = link.target else {
      throw HDF5Error(operation, location.member(name), .refused(link.target.description))
    }
    guard object.kind == kind else {
      throw HDF5Error(
        operation,
        location.member(name),
        .mismatch(expected: kind.description, found: object.kind.description)
      )
    }
  }
}
