// SPDX-License-Identifier: MIT

/// Bytes of a file from which little-endian numbers are taken; nothing outside of them is.
struct HDF5PlainBytes {
  /// The bytes.
  let all: [UInt8]

  /// The number of bytes.
  var count: Int { all.count }

  /// The unsigned integer of up to eight bytes at a place, or nil if it is not all inside.
  func integer(at position: Int, byteCount: Int = 8) -> UInt64? {
    guard position >= 0, position <= all.count - byteCount else { return nil }
    var value: UInt64 = 0
    for index in 0..<byteCount { value |= UInt64(all[position + index]) << UInt64(8 * index) }
    return value
  }

  /// The unsigned integer at a place as a number of bytes or items.
  func number(at position: Int, byteCount: Int = 8) -> Int? {
    integer(at: position, byteCount: byteCount).flatMap { Int(exactly: $0) }
  }

  /// Whether these bytes, and no others, stand in a range.
  func stand(in range: Range<Int>, _ expected: [UInt8]) -> Bool {
    guard range.count == expected.count, contain(range) else { return false }
    for index in expected.indices where all[range.lowerBound + index] != expected[index] {
      return false
    }
    return true
  }

  /// Whether a range lies inside.
  func contain(_ range: Range<Int>) -> Bool {
    range.lowerBound >= 0 && range.upperBound <= all.count
  }

  /// Whether a block ends with the checksum of what stands before it in the block.
  func isIntact(_ block: Range<Int>) -> Bool {
    guard contain(block), block.count >= 4 else { return false }
    let content = block.dropLast(4)
    let found = unsafe all.withUnsafeBytes { raw in
      unsafe HDF5Checksum.lookup3(UnsafeRawBufferPointer(rebasing: raw[content]))
    }
    return integer(at: content.endIndex, byteCount: 4) == UInt64(found)
  }

  /// Whether a block holds the checksum of itself, in which the checksum counts as 0.
  func isIntact(_ block: Range<Int>, checksumAt place: Int) -> Bool {
    guard contain(block), place >= 0, place <= block.count - 4 else { return false }
    var content = Array(all[block])
    for index in place..<place + 4 { content[index] = 0 }
    let found = unsafe content.withUnsafeBytes { unsafe HDF5Checksum.lookup3($0) }
    return integer(at: block.lowerBound + place, byteCount: 4) == UInt64(found)
  }

  /// The elements in a range, or nil if the range is not inside or holds no whole number of them.
  func elements<Element: BitwiseCopyable>(_ range: Range<Int>) -> [Element]? {
    let size = MemoryLayout<Element>.size
    guard contain(range), range.count.isMultiple(of: size) else { return nil }
    return unsafe [Element](unsafeUninitializedCapacity: range.count / size) { buffer, filled in
      unsafe all.withUnsafeBytes { raw in
        unsafe UnsafeMutableRawBufferPointer(buffer)
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[range]))
      }
      filled = range.count / size
    }
  }

  /// The UTF-8 text in a range, NULs at the end left out, or nil if it is none.
  func text(_ range: Range<Int>) -> String? {
    guard contain(range) else { return nil }
    var end = range.upperBound
    while end > range.lowerBound, all[end - 1] == 0 { end -= 1 }
    return String(validating: all[range.lowerBound..<end], as: UTF8.self)
  }
}
