// SPDX-License-Identifier: MIT

extension HDF5Attribute {
  /// Reads a flag: an h5py boolean, or an integer 0 or 1.
  ///
  /// - Throws: ``HDF5Error`` if it is something else or another number.
  package func flag() throws(HDF5Error) -> Bool {
    let operation = "read a flag"
    try requireScalar(operation)
    let format: HDF5IntegerFormat
    switch datatype {
    case .enumeration(let enumeration) where enumeration.isBoolean: format = enumeration.base
    case .integer(let integer) where integer.isPlain: format = integer
    default:
      throw mismatch(
        operation,
        expected: "a boolean, or an integer 0 or 1",
        found: datatype.description
      )
    }
    let value = try integers(count: 1, format, operation)[0]
    guard value == 0 || value == 1 else {
      throw mismatch(operation, expected: "0 or 1", found: "\(value)")
    }
    return value == 1
  }

  /// Reads an integer of any width.
  ///
  /// - Throws: ``HDF5Error`` if it is no integer, or does not fit into 64 signed bits.
  package func integer() throws(HDF5Error) -> Int64 {
    let operation = "read an integer"
    try requireScalar(operation)
    guard case .integer(let format) = datatype, format.isPlain else {
      throw mismatch(operation, expected: "an integer", found: datatype.description)
    }
    return try integers(count: 1, format, operation)[0]
  }

  /// Reads a floating-point number of 32 or 64 bits; the bits of a NaN survive in the latter.
  package func float() throws(HDF5Error) -> Double {
    let operation = "read a float"
    try requireScalar(operation)
    return try floats(count: 1, operation)[0]
  }

  /// Reads a one-dimensional list of floating-point numbers of 32 or 64 bits.
  ///
  /// - Throws: ``HDF5Error`` if it is something else, or longer than allowed.
  package func floats(atMost limit: Int = HDF5Limits.listCount) throws(HDF5Error) -> [Double] {
    let operation = "read a list of floats"
    return try floats(count: listCount(atMost: limit, operation), operation)
  }

  private func integers(
    count: Int,
    _ format: HDF5IntegerFormat,
    _ operation: String
  ) throws(HDF5Error) -> [Int64] {
    let bytes = try bytes(count: count, of: format.byteCount, operation)
    guard let values = format.values(of: bytes) else {
      throw HDF5Error(
        operation,
        location,
        .tooLarge(what: "the integer", found: "larger", limit: "\(Int64.max)")
      )
    }
    return values
  }

  private func floats(count: Int, _ operation: String) throws(HDF5Error) -> [Double] {
    guard case .float(let format) = datatype,
      format.matches(.binary32) || format.matches(.binary64)
    else {
      throw mismatch(operation, expected: "float32 or float64", found: datatype.description)
    }
    let bytes = try bytes(count: count, of: format.byteCount, operation)
    let bits = HDF5IntegerFormat(
      byteCount: format.byteCount,
      isSigned: true,
      order: format.order,
      isPlain: true
    )
    let patterns = bits.values(of: bytes) ?? []
    return format.matches(.binary64)
      ? patterns.map { Double(bitPattern: UInt64(bitPattern: $0)) }
      : patterns.map { Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0))) }
  }
}
