// SPDX-License-Identifier: MIT

import CHDF5
import Foundation
import TestSupport
import Testing

@testable import HDF5

/// Groups with many members keep their links in a heap with an index of names.
@Suite("HDF5 plain links")
struct HDF5PlainLinksTests {
  /// A block of the file, and where in it its checksum stands.
  private struct Block {
    let place: Range<Int>
    let checksum: Int
  }

  /// Writes a group `g` with so many members.
  private static func write(_ path: String, count: Int) throws {
    try HDF5Tests.write(path) { root in
      let id = root.identifier
      let status = HDF5Library.locked {
        let properties = H5Pcreate(chdf5_group_creation_class())
        _ = H5Pset_obj_track_times(properties, false)
        return H5Gclose(H5Gcreate2(id, "g", 0, properties, 0))
      }
      #expect(status >= 0)
      let group = try root.group("g")
      for index in 0..<count {
        try group.writeDataset("member\(index)", shape: [], .int64([Int64(index)]))
      }
    }
  }

  private static func address(_ path: String) throws -> UInt64 {
    let root = try HDF5File(reading: path).root()
    let link = try #require(try root.link("g"))
    return try #require(link.address)
  }

  @Test(
    "are those that the library lists, and not listed if the index has several leaves",
    arguments: [0, 1, 8, 9, 20, 45, 46, 200]
  )
  func listed(count: Int) throws {
    try withFile { path in
      try Self.write(path, count: count)
      let plain = try #require(HDF5PlainFile(path: path))
      let address = try Self.address(path)
      let group = try #require(plain.group(at: address))
      let found = plain.members(of: group, atMost: 4096)
      try read(path) { root in
        let expected = try root.group("g").links()
        #expect(expected.count == count)
        #expect(found?.map(\.name) == (count > 45 ? nil : expected.map(\.name)))
        #expect(found?.map { .hard($0.object) } == (count > 45 ? nil : expected.map(\.target)))
      }
      #expect(plain.members(of: group, atMost: count - 1) == nil)
    }
  }

  @Test(
    "with a changed byte and the right checksum are those that the library lists, or not listed",
    .timeLimit(.minutes(1 * TimeScale.factor)),
    arguments: [20, 40]
  )
  func forged(count: Int) throws {
    try withFile { path in
      try Self.write(path, count: count)
      let address = try Self.address(path)
      let sound = try #require(HDF5PlainFile(path: path))
      let group = try #require(sound.group(at: address))
      let blocks = try Self.blocks(of: group, sound.bytes)
      #expect(blocks.count == (count == 20 ? 4 : 6))
      var read = 0
      for block in blocks {
        for offset in block.place {
          var forged = sound.bytes.all
          forged[offset] ^= 1 << UInt8(offset % 8)
          Self.sign(block, of: &forged)
          guard let plain = HDF5PlainFile(content: forged),
            let found = plain.members(of: group, atMost: 4096)
          else { continue }
          try Data(forged).write(to: URL(fileURLWithPath: path))
          let root = try HDF5File(reading: path).root()
          let expected = try root.group("g").links()
          #expect(found.map(\.name) == expected.map(\.name))
          #expect(found.map { .hard($0.object) } == expected.map(\.target))
          for link in found { _ = try root.group("g").dataset(link.name).values() }
          read += 1
        }
      }
      // What nobody reads: sizes that only a writer needs, and the unused ends of blocks.
      #expect(read > 0)
    }
  }

  /// The heads of heap and index, the leaf, the list of the heap's blocks, and those.
  private static func blocks(
    of group: HDF5PlainGroup,
    _ bytes: HDF5PlainBytes
  ) throws -> [Block] {
    let message = try #require(group.header.messages.first { $0.kind == 0x02 })
    let heap = try #require(bytes.number(at: message.body.lowerBound + 2))
    let index = try #require(bytes.number(at: message.body.lowerBound + 10))
    let leaf = try #require(bytes.number(at: index + 16))
    let count = try #require(bytes.number(at: index + 24, byteCount: 2))
    let root = try #require(bytes.number(at: heap + 132))
    let rows = try #require(bytes.number(at: heap + 140, byteCount: 2))
    var blocks = [
      block(heap, 146), block(index, 38), block(leaf, 10 + 11 * count),
    ]
    guard rows > 0 else { return blocks + [Block(place: root..<root + 512, checksum: 17)] }
    blocks.append(block(root, 21 + 32 * rows))
    for entry in 0..<4 * rows {
      guard let start = bytes.number(at: root + 17 + 8 * entry) else { continue }
      blocks.append(Block(place: start..<start + 512, checksum: 17))
    }
    return blocks
  }

  private static func block(_ start: Int, _ count: Int) -> Block {
    Block(place: start..<start + count, checksum: count - 4)
  }

  /// Gives a block its right checksum.
  private static func sign(_ block: Block, of bytes: inout [UInt8]) {
    let place = block.place.lowerBound + block.checksum
    let isAtEnd = block.checksum == block.place.count - 4
    for index in place..<place + 4 { bytes[index] = 0 }
    let content = Array(bytes[isAtEnd ? block.place.dropLast(4) : block.place])
    var sum = content.withUnsafeBytes { HDF5Checksum.lookup3($0) }
    for index in place..<place + 4 {
      bytes[index] = UInt8(truncatingIfNeeded: sum)
      sum >>= 8
    }
  }
}
