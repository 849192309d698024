// SPDX-License-Identifier: MIT

internal import CBNHDF5

/// Reads strings of an attribute or a data set, of fixed or variable length.
///
/// For variable length the library believes the length that the file gives, up to 4 GiB, before it
/// hands the string over; a worker process of its own is the guard against that.
struct HDF5StringReading {
  /// What is being done, for errors.
  let operation: String
  /// Where.
  let location: HDF5Location
  /// The format of the strings.
  let format: HDF5StringFormat
  /// The number of strings, checked against a limit.
  let count: Int

  /// Reads the strings with a C call that fills a buffer with elements of a type in memory.
  ///
  /// What the file stores for them is checked before anything is allocated.
  ///
  /// - Throws: ``HDF5Error`` if there is too little of it, or a string is too long or not UTF-8.
  func strings(
    storedBytes: UInt64,
    type: hid_t,
    _ read: (UnsafeMutableRawPointer) -> herr_t
  ) throws(HDF5Error) -> [String] {
    guard count > 0 else { return [] }
    guard let size = format.fixedByteCount else {
      return unsafe try variableStrings(type: type, read)
    }
    guard size <= HDF5Limits.stringBytes else { throw tooLong("\(size) bytes") }
    guard storedBytes >= UInt64(count * size) else {
      throw HDF5Error(operation, location, .inconsistent("it stores fewer bytes than its strings"))
    }
    var bytes = [UInt8](repeating: 0, count: count * size)
    _ = try HDF5Library.call(operation, location) {
      unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe buffer.baseAddress.map { unsafe read($0) } ?? 0
      }
    }
    var strings = [String]()
    for start in stride(from: 0, to: bytes.count, by: size) {
      strings.append(try text(of: Array(format.content(of: bytes[start..<start + size]))))
    }
    return strings
  }

  private func variableStrings(
    type: hid_t,
    _ read: (UnsafeMutableRawPointer) -> herr_t
  ) throws(HDF5Error) -> [String] {
    let list = HDF5Extent.simple([count])
    let space = try list.makeSpace(operation, location)
    let spaceID = space.id
    let pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(
      capacity: count
    )
    unsafe pointers.initialize(repeating: nil, count: count)
    defer {
      _ = HDF5Library.locked { unsafe chdf5_reclaim_strings(type, spaceID, pointers) }
      unsafe pointers.deallocate()
    }
    _ = try HDF5Library.call(operation, location) { unsafe read(pointers) }
    var strings = [String]()
    for index in 0..<count {
      // The empty string is stored as no string at all.
      guard let characters = unsafe pointers[index] else {
        strings.append("")
        continue
      }
      let length = unsafe strnlen(characters, HDF5Limits.stringBytes + 1)
      guard length <= HDF5Limits.stringBytes else { throw tooLong("longer") }
      let bytes = unsafe UnsafeRawBufferPointer(start: characters, count: length)
      strings.append(try text(of: unsafe Array(bytes)))
    }
    return strings
  }

  private func text(of bytes: [UInt8]) throws(HDF5Error) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw HDF5Error(operation, location, .invalidText("the string is not UTF-8"))
    }
    return text
  }

  private func tooLong(_ found: String) -> HDF5Error {
    HDF5Error(
      operation,
      location,
      .tooLarge(what: "the string", found: found, limit: "\(HDF5Limits.stringBytes) bytes")
    )
  }
}
