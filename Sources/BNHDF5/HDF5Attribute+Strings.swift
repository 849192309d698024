// SPDX-License-Identifier: MIT

internal import CBNHDF5

extension HDF5Attribute {
  /// Reads one string.
  ///
  /// - Throws: ``HDF5Error`` if it is none, longer than 4,096 bytes or not UTF-8.
  package func string() throws(HDF5Error) -> String {
    let operation = "read a string"
    try requireScalar(operation)
    return try strings(count: 1, operation)[0]
  }

  /// Reads a one-dimensional list of strings.
  ///
  /// - Throws: ``HDF5Error`` if it is none, longer than allowed, or one is too long or not UTF-8.
  package func strings(atMost limit: Int = HDF5Limits.listCount) throws(HDF5Error) -> [String] {
    let operation = "read a list of strings"
    return try strings(count: listCount(atMost: limit, operation), operation)
  }

  private func strings(count: Int, _ operation: String) throws(HDF5Error) -> [String] {
    guard case .string(let format) = datatype else {
      throw mismatch(operation, expected: "a string", found: datatype.description)
    }
    let (id, typeID) = (handle.id, type.id)
    let stored = HDF5Library.locked { H5Aget_storage_size(id) }
    let reading = HDF5StringReading(
      operation: operation,
      location: location,
      format: format,
      count: count
    )
    return unsafe try reading.strings(storedBytes: stored, type: typeID) { buffer in
      unsafe H5Aread(id, typeID, buffer)
    }
  }
}
