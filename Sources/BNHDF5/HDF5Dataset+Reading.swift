// SPDX-License-Identifier: MIT

internal import CBNHDF5

extension HDF5Dataset {
  /// Reads all elements; integers of any width become 64-bit ones.
  ///
  /// The library converts nothing, so that the bits of a NaN survive. Bytes of the other order are
  /// turned around.
  ///
  /// - Throws: ``HDF5Error`` if the type or layout is not read, there are too many elements, or the
  ///   file does not store as many as it says.
  package func values(
    atMost limit: Int = HDF5Limits.elementCount
  ) throws(HDF5Error) -> HDF5Values {
    let operation = "read the elements"
    switch datatype {
    case .integer(let format) where format.isPlain:
      let count = try storedCount(atMost: limit, of: format.byteCount, operation)
      return .int64(try integers(count, format, operation))
    case .float(let format) where format.matches(.binary16):
      return .float16(try elements(atMost: limit, operation, format) { $0.byteSwapped })
    case .float(let format) where format.matches(.bfloat16):
      return .bfloat16(try elements(atMost: limit, operation, format) { $0.byteSwapped })
    case .float(let format) where format.matches(.binary32):
      return .float32(
        try elements(atMost: limit, operation, format) {
          Float(bitPattern: $0.bitPattern.byteSwapped)
        }
      )
    case .float(let format) where format.matches(.binary64):
      return .float64(
        try elements(atMost: limit, operation, format) {
          Double(bitPattern: $0.bitPattern.byteSwapped)
        }
      )
    default:
      throw HDF5Error(
        operation,
        location,
        .mismatch(
          expected: "float16, bfloat16, float32, float64 or an integer",
          found: datatype.description
        )
      )
    }
  }

  /// Reads a scalar string.
  ///
  /// - Throws: ``HDF5Error`` if it is none, longer than 4,096 bytes or not UTF-8.
  package func string() throws(HDF5Error) -> String {
    let operation = "read a string"
    guard case .string(let format) = datatype else {
      throw HDF5Error(
        operation,
        location,
        .mismatch(expected: "a string", found: datatype.description)
      )
    }
    let extent = try extent()
    guard extent.isSingle else {
      throw HDF5Error(
        operation,
        location,
        .mismatch(expected: "a scalar", found: extent.description)
      )
    }
    // A reference to a string of variable length takes at least 4 bytes of length and 4 of index.
    let stored = try requireStored(format.fixedByteCount ?? 8, operation)
    let reading = HDF5StringReading(
      operation: operation,
      location: location,
      format: format,
      count: 1
    )
    let (id, typeID) = (handle.id, type.id)
    return unsafe try reading.strings(storedBytes: stored, type: typeID) { buffer in
      unsafe HDF5Dataset.read(id, typeID, into: buffer)
    }[0]
  }

  /// The number of elements, after checking that the file holds them.
  private func storedCount(
    atMost limit: Int,
    of byteCount: Int,
    _ operation: String
  ) throws(HDF5Error) -> Int {
    let extent = try extent()
    guard extent != .null else {
      throw HDF5Error(
        operation,
        location,
        .mismatch(expected: "elements", found: extent.description)
      )
    }
    guard let count = extent.count, count <= limit else {
      throw HDF5Error(
        operation,
        location,
        .tooLarge(
          what: "the number of elements",
          found: extent.count.map(String.init) ?? "uncountable",
          limit: "\(limit)"
        )
      )
    }
    // The limit is far below Int.max / 8.
    _ = try requireStored(count * byteCount, operation)
    return count
  }

  /// Checks that the file stores so many bytes for this data set, and inside of itself.
  private func requireStored(_ needed: Int, _ operation: String) throws(HDF5Error) -> UInt64 {
    if let refusal = layout.refusal { throw HDF5Error(operation, location, .refused(refusal)) }
    guard needed > 0 else { return 0 }
    let id = handle.id
    let stored = storedByteCount
    guard stored >= UInt64(needed) else {
      throw HDF5Error(
        operation,
        location,
        .inconsistent("it stores \(stored) bytes and needs \(needed)")
      )
    }
    guard layout.kind == .contiguous else { return stored }
    let offset = HDF5Library.locked { UInt64(H5Dget_offset(id)) }
    let undefined = UInt64(chdf5_undefined_address())
    var fileSize: hsize_t = 0
    _ = try HDF5Library.call(operation, location) {
      // The data set's file is asked through a number of its own, which closes nothing else.
      let file = H5Iget_file_id(id)
      guard file >= 0 else { return herr_t(-1) }
      let status = unsafe H5Fget_filesize(file, &fileSize)
      return min(status, H5Fclose(file))
    }
    let (end, overflow) = offset.addingReportingOverflow(stored)
    guard offset != undefined, !overflow, end <= UInt64(fileSize) else {
      throw HDF5Error(operation, location, .inconsistent("its elements stand outside of the file"))
    }
    return stored
  }

  private func integers(
    _ count: Int,
    _ format: HDF5IntegerFormat,
    _ operation: String
  ) throws(HDF5Error) -> [Int64] {
    if format.byteCount == 8, format.isSigned, !format.order.isSwapped {
      return try elements(count, operation)
    }
    let bytes: [UInt8] = try elements(count * format.byteCount, operation)
    guard let values = format.values(of: bytes) else {
      throw HDF5Error(
        operation,
        location,
        .tooLarge(what: "an integer", found: "larger", limit: "\(Int64.max)")
      )
    }
    return values
  }

  private func elements<Element: BitwiseCopyable>(
    atMost limit: Int,
    _ operation: String,
    _ format: HDF5FloatFormat,
    swapped: (Element) -> Element
  ) throws(HDF5Error) -> [Element] {
    let count = try storedCount(atMost: limit, of: format.byteCount, operation)
    var elements: [Element] = try elements(count, operation)
    if format.order.isSwapped {
      for index in elements.indices { elements[index] = swapped(elements[index]) }
    }
    return elements
  }

  /// The elements as they stand in the file.
  ///
  /// The caller has checked that they fill so many elements of this Swift type.
  private func elements<Element: BitwiseCopyable>(
    _ count: Int,
    _ operation: String
  ) throws(HDF5Error) -> [Element] {
    guard count > 0 else { return [] }
    let (id, typeID, location) = (handle.id, type.id, location)
    var failure: HDF5Error?
    let elements = unsafe [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(HDF5Error) {
        _ = try HDF5Library.call(operation, location) {
          unsafe HDF5Dataset.read(id, typeID, into: UnsafeMutableRawPointer(buffer.baseAddress))
        }
        filled = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return elements
  }

  private static func read(
    _ dataset: hid_t,
    _ type: hid_t,
    into buffer: UnsafeMutableRawPointer?
  ) -> herr_t {
    unsafe H5Dread(
      dataset,
      type,
      chdf5_whole_space(),
      chdf5_whole_space(),
      chdf5_default_properties(),
      buffer
    )
  }
}
