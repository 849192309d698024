// SPDX-License-Identifier: MIT

internal import CBNHDF5

extension HDF5Datatype {
  /// Reads the description of a type.
  init(of type: borrowing HDF5Handle, _ location: HDF5Location) throws(HDF5Error) {
    let id = type.id
    switch HDF5Library.locked({ H5Tget_class(id) }) {
    case H5T_INTEGER: self = .integer(HDF5IntegerFormat(id))
    case H5T_FLOAT: self = .float(HDF5FloatFormat(id))
    case H5T_STRING: self = .string(try HDF5StringFormat(id, location))
    case H5T_ENUM: self = .enumeration(try HDF5EnumerationFormat(id, location))
    case H5T_TIME: self = .other("time")
    case H5T_BITFIELD: self = .other("bit field")
    case H5T_OPAQUE: self = .other("opaque")
    case H5T_COMPOUND: self = .other("compound")
    case H5T_REFERENCE: self = .other("reference")
    case H5T_VLEN: self = .other("variable-length sequence")
    case H5T_ARRAY: self = .other("array")
    default: self = .other("unknown")
    }
  }
}

extension HDF5ByteOrder {
  /// The order behind the library's number.
  fileprivate init(_ order: H5T_order_t) {
    switch order {
    case H5T_ORDER_LE: self = .little
    case H5T_ORDER_BE: self = .big
    default: self = .other
    }
  }
}

extension HDF5IntegerFormat {
  /// Reads the fields of an integer type.
  init(_ type: hid_t) {
    let (size, precision, offset, order, sign) = HDF5Library.locked {
      (
        H5Tget_size(type), H5Tget_precision(type), H5Tget_offset(type), H5Tget_order(type),
        H5Tget_sign(type)
      )
    }
    byteCount = size
    isSigned = sign == H5T_SGN_2
    self.order = HDF5ByteOrder(order)
    isPlain =
      [1, 2, 4, 8].contains(size) && precision == 8 * size && offset == 0 && self.order != .other
  }
}

extension HDF5FloatFormat {
  /// Reads the fields of a floating-point type.
  init(_ type: hid_t) {
    self = HDF5Library.locked {
      var (sign, exponent, exponentBits, mantissa, mantissaBits) = (0, 0, 0, 0, 0)
      _ = unsafe H5Tget_fields(
        type,
        &sign,
        &exponent,
        &exponentBits,
        &mantissa,
        &mantissaBits
      )
      var format = HDF5FloatFormat(
        exponentBits: 0,
        mantissaBits: 0,
        order: HDF5ByteOrder(H5Tget_order(type))
      )
      format.byteCount = H5Tget_size(type)
      format.precision = H5Tget_precision(type)
      format.bitOffset = Int(H5Tget_offset(type))
      format.signPosition = sign
      format.exponentPosition = exponent
      format.exponentBits = exponentBits
      format.exponentBias = H5Tget_ebias(type)
      format.mantissaPosition = mantissa
      format.mantissaBits = mantissaBits
      format.hasImpliedBit = H5Tget_norm(type) == H5T_NORM_IMPLIED
      return format
    }
  }
}

extension HDF5StringFormat {
  /// Reads the fields of a string type.
  init(_ type: hid_t, _ location: HDF5Location) throws(HDF5Error) {
    var (size, padding, characters) = (0, H5T_STR_NULLTERM, H5T_CSET_ASCII)
    let isVariable = try HDF5Library.call("read a string's type", location) {
      (size, padding, characters) = (
        H5Tget_size(type), H5Tget_strpad(type), H5Tget_cset(type)
      )
      return H5Tis_variable_str(type)
    }
    fixedByteCount = isVariable > 0 ? nil : size
    switch padding {
    case H5T_STR_NULLPAD: self.padding = .nullPadded
    case H5T_STR_SPACEPAD: self.padding = .spacePadded
    default: self.padding = .nullTerminated
    }
    switch characters {
    case H5T_CSET_ASCII: characterSet = .ascii
    case H5T_CSET_UTF8: characterSet = .utf8
    default: characterSet = .other
    }
  }
}

extension HDF5EnumerationFormat {
  /// Reads the members of an enumeration.
  init(_ type: hid_t, _ location: HDF5Location) throws(HDF5Error) {
    let operation = "read an enumeration's type"
    let baseType = try HDF5Handle(.datatype, operation, location) { H5Tget_super(type) }
    let base = HDF5IntegerFormat(baseType.id)
    let count = try HDF5Library.call(operation, location) { H5Tget_nmembers(type) }
    let limit = HDF5Limits.enumerationMembers
    guard count <= limit else {
      throw HDF5Error(
        operation,
        location,
        .tooLarge(what: "the number of members", found: "\(count)", limit: "\(limit)")
      )
    }
    var members = [Member]()
    // Values of other widths cannot be booleans; their names would still be told.
    for index in 0..<UInt32(count) {
      let name = HDF5Library.locked { () -> String in
        guard let name = unsafe H5Tget_member_name(type, index) else { return "" }
        defer { _ = unsafe H5free_memory(name) }
        return HDF5Text.escaped(unsafe Array(String(cString: name).utf8))
      }
      var bytes = [UInt8](repeating: 0, count: max(base.byteCount, 8))
      _ = try HDF5Library.call(operation, location) {
        unsafe H5Tget_member_value(type, index, &bytes)
      }
      let value = base.isPlain ? base.value(of: bytes[..<base.byteCount]) : nil
      members.append(Member(name: name, value: value ?? .min))
    }
    self.init(base: base, members: members)
  }
}
