// SPDX-License-Identifier: MIT

internal import CBNHDF5

/// Creates the types in which attributes and data sets are written.
enum HDF5TypeCreation {
  /// Strings of variable length in UTF-8.
  static func string(_ operation: String, _ location: HDF5Location) throws(HDF5Error) -> HDF5Handle
  {
    let type = try copy(chdf5_string_type, operation, location)
    let id = type.id
    _ = try HDF5Library.call(operation, location) { H5Tset_size(id, chdf5_variable_size()) }
    _ = try HDF5Library.call(operation, location) { H5Tset_cset(id, H5T_CSET_UTF8) }
    return type
  }

  /// The enumeration by which h5py stores booleans.
  static func boolean(
    _ operation: String,
    _ location: HDF5Location
  ) throws(HDF5Error) -> HDF5Handle {
    let type = try HDF5Handle(.datatype, operation, location) {
      H5Tenum_create(chdf5_int8_type())
    }
    let id = type.id
    for (name, value) in [("FALSE", Int8(0)), ("TRUE", Int8(1))] {
      var value = value
      _ = try HDF5Library.call(operation, location) { unsafe H5Tenum_insert(id, name, &value) }
    }
    return type
  }

  /// 64-bit signed integers.
  static func int64(_ operation: String, _ location: HDF5Location) throws(HDF5Error) -> HDF5Handle {
    try copy(chdf5_int64_type, operation, location)
  }

  /// A floating-point type of one of the four formats that are written.
  static func float(
    _ format: HDF5FloatFormat,
    _ operation: String,
    _ location: HDF5Location
  ) throws(HDF5Error) -> HDF5Handle {
    if format == .binary64 { return try copy(chdf5_float64_type, operation, location) }
    let type = try copy(chdf5_float32_type, operation, location)
    if format == .binary32 { return type }
    let id = type.id
    // The fields must fit into the size at every moment: first they shrink, then the size does.
    _ = try HDF5Library.call(operation, location) {
      H5Tset_fields(
        id,
        format.signPosition,
        format.exponentPosition,
        format.exponentBits,
        format.mantissaPosition,
        format.mantissaBits
      )
    }
    _ = try HDF5Library.call(operation, location) { H5Tset_size(id, format.byteCount) }
    _ = try HDF5Library.call(operation, location) { H5Tset_ebias(id, format.exponentBias) }
    return type
  }

  private static func copy(
    _ type: () -> hid_t,
    _ operation: String,
    _ location: HDF5Location
  ) throws(HDF5Error) -> HDF5Handle {
    try HDF5Handle(.datatype, operation, location) { H5Tcopy(type()) }
  }
}
