// SPDX-License-Identifier: MIT

internal import CBNHDF5

/// The settings under which files, groups and data sets are created, chosen for small files.
///
/// Times of objects are off, so that equal content gives equal bytes. Links and attributes stand in
/// the object's head whatever their number; the separate heap of larger groups takes kilobytes.
enum HDF5CreationProperties {
  /// The largest number that the library takes for counts of messages in a head.
  private static let unlimited: UInt32 = 65_535
  /// The usual length of a member's name, from which the library guesses the size of a head.
  private static let usualNameLength: UInt32 = 30

  /// The properties of a new file and of its root group.
  static func file(_ operation: String, _ location: HDF5Location) throws(HDF5Error) -> HDF5Handle {
    let properties = try list(chdf5_file_creation_class, operation, location)
    try keepInHead(properties, operation, location)
    return properties
  }

  /// The properties of a new group with about so many members and attributes.
  static func group(
    expecting count: Int,
    _ operation: String,
    _ location: HDF5Location
  ) throws(HDF5Error) -> HDF5Handle {
    let properties = try list(chdf5_group_creation_class, operation, location)
    try keepInHead(properties, operation, location)
    guard count > 0 else { return properties }
    let id = properties.id
    let members = min(UInt32(clamping: count), unlimited)
    _ = try HDF5Library.call(operation, location) {
      H5Pset_est_link_info(id, members, usualNameLength)
    }
    return properties
  }

  /// The properties of a new data set.
  static func dataset(
    isCompact: Bool,
    _ operation: String,
    _ location: HDF5Location
  ) throws(HDF5Error) -> HDF5Handle {
    let properties = try list(chdf5_dataset_creation_class, operation, location)
    let id = properties.id
    let layout = isCompact ? H5D_COMPACT : H5D_CONTIGUOUS
    _ = try HDF5Library.call(operation, location) { H5Pset_obj_track_times(id, false) }
    _ = try HDF5Library.call(operation, location) { H5Pset_layout(id, layout) }
    // Room for attributes is a third of a small data set's head.
    _ = try HDF5Library.call(operation, location) { chdf5_expect_no_attributes(id) }
    return properties
  }

  private static func list(
    _ kind: () -> hid_t,
    _ operation: String,
    _ location: HDF5Location
  ) throws(HDF5Error) -> HDF5Handle {
    try HDF5Handle(.propertyList, operation, location) { H5Pcreate(kind()) }
  }

  private static func keepInHead(
    _ properties: borrowing HDF5Handle,
    _ operation: String,
    _ location: HDF5Location
  ) throws(HDF5Error) {
    let id = properties.id
    _ = try HDF5Library.call(operation, location) { H5Pset_obj_track_times(id, false) }
    _ = try HDF5Library.call(operation, location) {
      H5Pset_link_phase_change(id, unlimited, unlimited)
    }
    _ = try HDF5Library.call(operation, location) {
      H5Pset_attr_phase_change(id, unlimited, unlimited)
    }
  }
}
