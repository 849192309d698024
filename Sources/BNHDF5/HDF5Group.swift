// SPDX-License-Identifier: MIT

internal import CBNHDF5

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
    let link = try require(name, "open a group")
    return try group(behind: link)
  }

  /// Opens the group behind a link that ``links(atMost:)`` has listed, without looking it up again.
  ///
  /// - Throws: ``HDF5Error`` if it is no group, or the link is not a hard one.
  package func group(behind link: HDF5Link) throws(HDF5Error) -> HDF5Group {
    let operation = "open a group"
    let name = try requireName(of: link, leadsTo: .group, operation)
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
    let link = try require(name, "open a data set")
    return try dataset(behind: link)
  }

  /// Opens the data set behind a link that ``links(atMost:)`` has listed, without looking it up again.
  ///
  /// - Throws: ``HDF5Error`` if it is no data set, or the link is not a hard one.
  package func dataset(behind link: HDF5Link) throws(HDF5Error) -> HDF5Dataset {
    let operation = "open a data set"
    let name = try requireName(of: link, leadsTo: .dataset, operation)
    let id = handle.id
    let location = location.member(name)
    let member = try HDF5Handle(.dataset, operation, location) {
      unsafe H5Dopen2(id, name, chdf5_default_properties())
    }
    return try HDF5Dataset(member, location)
  }

  private func require(_ name: String, _ operation: String) throws(HDF5Error) -> HDF5Link {
    guard let link = try link(name) else {
      throw HDF5Error(operation, location.member(name), .missing)
    }
    return link
  }

  /// The name of a hard link to an object of a kind; names with a slash would be walked as paths.
  private func requireName(
    of link: HDF5Link,
    leadsTo kind: HDF5ObjectKind,
    _ operation: String
  ) throws(HDF5Error) -> String {
    if let problem = HDF5Name.problem(of: link.name) {
      throw HDF5Error(operation, location.member(link.name), .invalidText(problem))
    }
    guard case .hard(let object) = link.target else {
      throw HDF5Error(operation, location.member(link.name), .refused(link.target.description))
    }
    guard object.kind == kind else {
      throw HDF5Error(
        operation,
        location.member(link.name),
        .mismatch(expected: kind.description, found: object.kind.description)
      )
    }
    return link.name
  }
}
