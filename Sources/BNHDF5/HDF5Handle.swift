// SPDX-License-Identifier: MIT

internal import CBNHDF5

/// An identifier of the library that is closed when it goes out of use.
///
/// It may go from task to task, since every call takes the library's lock.
struct HDF5Handle: ~Copyable, Sendable {
  /// The kinds of identifiers, each with its own function to close it.
  enum Kind: Sendable {
    case file, group, dataset, attribute, datatype, dataspace, propertyList
  }

  /// The identifier.
  let id: hid_t
  private let kind: Kind

  /// Takes over the identifier that a C call returns.
  init(
    _ kind: Kind,
    _ operation: String,
    _ location: HDF5Location,
    _ body: () -> hid_t
  ) throws(HDF5Error) {
    self.id = try HDF5Library.call(operation, location, body)
    self.kind = kind
  }

  deinit {
    let (id, kind) = (id, kind)
    _ = HDF5Library.locked { HDF5Handle.release(id, kind) }
  }

  /// Closes the identifier now and reports a failure, which for a file may be lost data.
  consuming func close(_ operation: String, _ location: HDF5Location) throws(HDF5Error) {
    let (id, kind) = (id, kind)
    discard self
    _ = try HDF5Library.call(operation, location) { HDF5Handle.release(id, kind) }
  }

  private static func release(_ id: hid_t, _ kind: Kind) -> herr_t {
    switch kind {
    case .file: H5Fclose(id)
    case .group: H5Gclose(id)
    case .dataset: H5Dclose(id)
    case .attribute: H5Aclose(id)
    case .datatype: H5Tclose(id)
    case .dataspace: H5Sclose(id)
    case .propertyList: H5Pclose(id)
    }
  }
}
