// SPDX-License-Identifier: MIT

internal import CBNHDF5

extension HDF5File {
  /// Checks that a path leads to a readable regular file.
  static func examine(_ path: String, _ operation: String) throws(HDF5Error) {
    let location = HDF5Location(file: path)
    guard !path.utf8.contains(0) else {
      throw HDF5Error(operation, location, .invalidText("the path holds a NUL"))
    }
    var size: UInt64 = 0
    switch unsafe chdf5_examine_file(path, &size) {
    case 0 where size == 0:
      throw HDF5Error(
        operation,
        location,
        .mismatch(expected: "HDF5", found: "an empty file"),
        hint: "whatever wrote or fetched it did not get to its end: write or fetch it again"
      )
    case 0: return
    case ENOENT, ENOTDIR: throw HDF5Error(operation, location, .missing)
    case EACCES: throw HDF5Error(operation, location, .refused("a file without read permission"))
    case EISDIR:
      throw HDF5Error(operation, location, .mismatch(expected: "a file", found: "a folder"))
    case -1:
      throw HDF5Error(operation, location, .refused("what is no regular file"))
    case let number:
      throw HDF5Error(operation, location, .misuse("the system reports error \(number)"))
    }
  }

  /// Opens a file that exists; one of another format is named.
  static func open(
    _ path: String,
    _ operation: String,
    _ location: HDF5Location
  ) throws(HDF5Error) -> HDF5Handle {
    let access = try accessProperties(operation, location)
    let list = access.id
    do throws(HDF5Error) {
      return try HDF5Handle(.file, operation, location) {
        unsafe H5Fopen(path, chdf5_read_only(), list)
      }
    } catch {
      guard error.frames.contains(where: { $0.minor == "Not an HDF5 file" }),
        let foreign = HDF5ForeignFile(path: path)
      else { throw error }
      throw HDF5Error(
        operation,
        location,
        .mismatch(expected: "HDF5", found: foreign.kind),
        frames: error.frames,
        hint: foreign.remedy
      )
    }
  }

  /// The properties under which every file is opened.
  static func accessProperties(
    _ operation: String,
    _ location: HDF5Location
  ) throws(HDF5Error) -> HDF5Handle {
    let properties = try HDF5Handle(.propertyList, operation, location) {
      H5Pcreate(chdf5_file_access_class())
    }
    let list = properties.id
    // The driver is named, so that neither the environment nor the file chooses one.
    _ = try HDF5Library.call(operation, location) { H5Pset_fapl_sec2(list) }
    // Locks fail on many network file systems, and readers of goldens need none.
    _ = try HDF5Library.call(operation, location) { chdf5_disable_file_locking(list) }
    return properties
  }
}
