// SPDX-License-Identifier: MIT

internal import CBNHDF5

/// The identifiers that this process has open, for tests that look for leaks.
package enum HDF5OpenHandles {
  /// The number of open identifiers of files at a path and of their objects.
  package static func count(ofFile path: String) -> Int {
    let count = HDF5Library.locked { H5Fget_obj_count(chdf5_every_file(), chdf5_all_objects()) }
    guard count > 0 else { return 0 }
    // Other tasks may open and close files meanwhile; a number that has gone has no name.
    var identifiers = [hid_t](repeating: -1, count: count + 64)
    let capacity = identifiers.count
    _ = HDF5Library.locked {
      unsafe H5Fget_obj_ids(chdf5_every_file(), chdf5_all_objects(), capacity, &identifiers)
    }
    return identifiers.count { $0 >= 0 && name(ofFileOf: $0) == path }
  }

  /// The numbers of open dataspaces, types and property lists, of which no file knows.
  package static func countWithoutFile() -> Int {
    var total = 0
    for kind in [H5I_DATASPACE, H5I_DATATYPE, H5I_GENPROP_LST] {
      var count: hsize_t = 0
      _ = HDF5Library.locked { unsafe H5Inmembers(kind, &count) }
      total += Int(clamping: count)
    }
    return total
  }

  private static func name(ofFileOf id: hid_t) -> String? {
    var bytes = [CChar](repeating: 0, count: 4096)
    let capacity = bytes.count
    let length = HDF5Library.locked { unsafe H5Fget_name(id, &bytes, capacity) }
    guard length >= 0 else { return nil }
    let name = bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: name, as: UTF8.self)
  }
}
