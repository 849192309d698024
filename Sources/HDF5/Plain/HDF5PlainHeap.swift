// SPDX-License-Identifier: MIT

/// The heap in which a group keeps its links when they are too many for its head.
///
/// Heaps as the library makes them for groups are read: objects are looked up by their offset in a
/// space that is cut into blocks of the file, which a list holds if there are several. Every block carries
/// its right checksum.
struct HDF5PlainHeap {
  /// A block of the file and where it begins in the heap's space.
  private struct Block {
    let offset: Int
    let place: Range<Int>
  }

  private var blocks: [Block] = []

  /// The size of the first blocks.
  private static let firstSize = 512
  /// The bytes of a block before its objects.
  private static let headCount = 21

  /// Reads the heap whose head stands at an address.
  init?(_ file: HDF5PlainFile, at address: UInt64) {
    let bytes = file.bytes
    guard let start = Int(exactly: address), start <= bytes.count - 146,
      // FRHP, version 0, identifiers of seven bytes, no filters, blocks with checksums, objects of 4 KiB.
      file.take(
        start..<start + 146,
        beginning: [0x46, 0x52, 0x48, 0x50, 0, 7, 0, 0, 0, 2, 0, 0x10, 0, 0]
      ),
      // No objects outside of the blocks, nor inside of identifiers.
      bytes.integer(at: start + 14) == 0, bytes.integer(at: start + 22) == .max,
      [78, 86, 94, 102].allSatisfy({ bytes.integer(at: start + $0) == 0 }),
      // Rows of four blocks, from 512 bytes to 64 KiB; 32 bits of space, of which one row is there at first.
      bytes.integer(at: start + 110, byteCount: 2) == 4, bytes.integer(at: start + 112) == 512,
      bytes.integer(at: start + 120) == 65_536,
      bytes.integer(at: start + 128, byteCount: 4) == 32 | 1 << 16,
      let root = bytes.number(at: start + 132),
      let rowCount = bytes.number(at: start + 140, byteCount: 2)
    else { return nil }
    if rowCount == 0 {
      guard take(root, Self.firstSize, at: 0, of: address, file) else { return nil }
    } else {
      // Rows further down lead to more lists.
      guard rowCount <= 9, takeList(at: root, 4 * rowCount, of: address, file) else { return nil }
    }
  }

  /// The place of an object in the file.
  func place(offset: Int, count: Int) -> Range<Int>? {
    guard
      let block = blocks.first(where: {
        $0.offset + Self.headCount <= offset && offset + count <= $0.offset + $0.place.count
      })
    else { return nil }
    let start = block.place.lowerBound + (offset - block.offset)
    return start..<start + count
  }

  /// Reads the list of blocks: rows of four, two rows of the first size, then of doubled ones.
  private mutating func takeList(
    at start: Int,
    _ entryCount: Int,
    of heap: UInt64,
    _ file: HDF5PlainFile
  ) -> Bool {
    let bytes = file.bytes
    let count = 17 + 8 * entryCount + 4
    // FHIB, version 0.
    guard start <= bytes.count - count,
      file.take(start..<start + count, beginning: [0x46, 0x48, 0x49, 0x42, 0]),
      bytes.integer(at: start + 5) == heap, bytes.integer(at: start + 13, byteCount: 4) == 0
    else { return false }
    var offset = 0
    for index in 0..<entryCount {
      let size = Self.firstSize << max(0, index / 4 - 1)
      let address = bytes.integer(at: start + 17 + 8 * index)
      if address != .max {
        guard let place = address.flatMap({ Int(exactly: $0) }),
          take(place, size, at: offset, of: heap, file)
        else { return false }
      }
      offset += size
    }
    return true
  }

  /// Reads a block, which says to which heap and where in its space it belongs.
  private mutating func take(
    _ start: Int,
    _ size: Int,
    at offset: Int,
    of heap: UInt64,
    _ file: HDF5PlainFile
  ) -> Bool {
    guard start <= file.bytes.count - size else { return false }
    let place = start..<start + size
    // FHDB, version 0; the checksum stands behind heap and offset.
    guard file.take(place, beginning: [0x46, 0x48, 0x44, 0x42, 0], checksumAt: 17),
      file.bytes.integer(at: start + 5) == heap,
      file.bytes.number(at: start + 13, byteCount: 4) == offset
    else { return false }
    blocks.append(Block(offset: offset, place: place))
    return true
  }
}
