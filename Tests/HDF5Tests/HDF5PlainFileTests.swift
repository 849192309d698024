// SPDX-License-Identifier: MIT

import CHDF5
import Foundation
import TestSupport
import Testing

@testable import HDF5

/// What is read from the bytes is what the library reads, and the library reads everything else.
@Suite("HDF5 plain file")
struct HDF5PlainFileTests {
  private static let golden = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Golden").path(percentEncoded: false)

  @Test(
    "the objects of golden files are all plain, and say what the library says of them",
    arguments: [
      "accumulation", "affine", "backward", "channels", "double_backward", "empty", "eps", "errors",
      "fingerprint", "layers", "metamorphic", "momentum", "offsets", "running_stats", "shapes",
      "special", "state", "track_running_stats", "types",
    ]
  )
  func golden(name: String) throws {
    let path = "\(Self.golden)/\(name).h5"
    let plain = try #require(HDF5PlainFile(path: path))
    let root = try HDF5File(reading: path).root()
    let cases = try root.group("cases")
    var count = 0
    for link in try cases.links() {
      let group = try cases.group(behind: link)
      let found = try #require(link.address.flatMap { plain.group(at: $0) })
      let attributes = try #require(plain.attributes(of: found, atMost: 64))
      let names = try group.attributeNames()
      #expect(attributes.map(\.name) == names)
      for (name, value) in attributes {
        expectEqual(Self.exact(try Self.value(name, of: group)), Self.exact(value))
      }
      let members = try #require(plain.members(of: found, atMost: 4096))
      let expected = try group.links()
      #expect(members.map(\.name) == expected.map(\.name))
      #expect(members.map { .hard($0.object) } == expected.map(\.target))
      for member in members {
        try Self.expectSame(member.dataset, of: plain, as: group.dataset(member.name))
        count += 1
      }
    }
    #expect(count > 100)
  }

  @Test(
    "a file with a damaged byte is read as the library reads it, or not",
    .timeLimit(.minutes(1 * TimeScale.factor))
  )
  func damagedByte() throws {
    try withFile { path in
      try Self.writeSmall(path)
      let url = URL(fileURLWithPath: path)
      let sound = try Data(contentsOf: url)
      let plain = try #require(HDF5PlainFile(path: path))
      let heads = try ["n", "p", "t", "x"].map { name in
        try #require(Self.firstBlock(at: Self.address(of: name, path), of: plain.bytes))
      }
      var read = 0
      for offset in stride(from: 0, to: sound.count, by: 5) {
        var damaged = sound
        damaged[offset] ^= [0x01, 0x80, 0xFF][offset % 3]
        try damaged.write(to: url)
        let count = try Self.comparePlain(path)
        if count == 4, heads.contains(where: { $0.contains(offset) }) {
          Issue.record("the damage at \(offset) was not told")
        }
        read += count
      }
      #expect(read > 0)
      try sound.write(to: url)
      #expect(try Self.comparePlain(path) == 4)
    }
  }

  @Test(
    "a head with a changed byte and its right checksum is read as the library reads it, or not",
    .timeLimit(.minutes(1 * TimeScale.factor)),
    arguments: ["n", "p", "t", "x"]
  )
  func forgedHead(name: String) throws {
    try withFile { path in
      try Self.writeSmall(path)
      let url = URL(fileURLWithPath: path)
      let sound = try Data(contentsOf: url)
      let address = try Self.address(of: name, path)
      let plain = try #require(HDF5PlainFile(path: path))
      let block = try #require(Self.firstBlock(at: address, of: plain.bytes))
      var read = 0
      for offset in block.dropLast(4) {
        for bit in [offset % 8, (offset + 3) % 8] {
          var forged = sound
          forged[offset] ^= 1 << UInt8(bit)
          let content = Array(forged[block.dropLast(4)])
          var sum = content.withUnsafeBytes { HDF5Checksum.lookup3($0) }.littleEndian
          forged.replaceSubrange(block.suffix(4), with: withUnsafeBytes(of: &sum) { Data($0) })
          guard let plain = HDF5PlainFile(content: Array(forged)),
            let found = plain.dataset(at: address)
          else { continue }
          try forged.write(to: url)
          let root = try HDF5File(reading: path).root()
          try Self.expectSame(found, of: plain, as: root.group("g").dataset(name))
          read += 1
        }
      }
      // What changed an element, or a part of the head that nobody reads.
      #expect((1..<2 * block.count).contains(read))
    }
  }

  private static func address(of name: String, _ path: String) throws -> UInt64 {
    let root = try HDF5File(reading: path).root()
    let link = try #require(root.group("g").links().first { $0.name == name })
    return try #require(link.address)
  }

  private static func firstBlock(at address: UInt64, of bytes: HDF5PlainBytes) -> Range<Int>? {
    let start = Int(address)
    let width = 1 << Int(bytes.all[start + 5] & 3)
    let size = bytes.number(at: start + 6, byteCount: width)
    return size.map { start..<start + 6 + width + $0 + 4 }
  }

  /// A group `g` with a number, a scalar and a text in their heads, and numbers outside of one.
  private static func writeSmall(_ path: String) throws {
    try write(path) { root in
      let group = try root.createGroup("g")
      try group.writeDataset("x", shape: [2, 3], .float32([1, 2, 3, 4, 5, 6]))
      try group.writeDataset("n", shape: [], .int64([7]))
      let id = group.identifier
      let status = HDF5Library.locked {
        let properties = H5Pcreate(chdf5_dataset_creation_class())
        _ = H5Pset_obj_track_times(properties, false)
        let (number, text) = (
          chdf5_float64_type(), RawFile.string(size: 5, padding: H5T_STR_NULLPAD)
        )
        let eight = [UInt8](1...8)
        let piece = RawFile.dataset(id, "p", number, [1], eight, properties: properties)
        _ = H5Pset_layout(properties, H5D_COMPACT)
        let bytes = Array("abc\0\0".utf8)
        return min(piece, RawFile.dataset(id, "t", text, [], bytes, properties: properties))
      }
      #expect(status >= 0)
    }
  }

  /// Compares what is plain in the group `g` with what the library reads, and counts it.
  private static func comparePlain(_ path: String) throws -> Int {
    let group: HDF5Group
    let links: [HDF5Link]
    let link: HDF5Link?
    guard let plain = HDF5PlainFile(path: path) else { return 0 }
    do throws(HDF5Error) {
      let root = try HDF5File(reading: path).root()
      link = try root.link("g")
      group = try root.group("g")
      links = try group.links()
    } catch {
      return 0
    }
    guard let found = link?.address.flatMap({ plain.group(at: $0) }),
      let members = plain.members(of: found, atMost: 16)
    else { return 0 }
    #expect(members.map(\.name) == links.map(\.name))
    for member in members {
      try expectSame(member.dataset, of: plain, as: group.dataset(member.name))
    }
    return members.count
  }

  private static func expectSame(
    _ found: HDF5PlainDataset,
    of plain: HDF5PlainFile,
    as dataset: HDF5Dataset
  ) throws {
    expectEqual(try dataset.attributeNames(), [])
    expectEqual(try dataset.shape(), found.shape)
    #expect(dataset.layout.refusal == nil)
    #expect(dataset.storedByteCount == found.storedByteCount)
    if let text = plain.text(of: found) {
      expectEqual(try dataset.string(), text)
    } else if let values = plain.values(of: found) {
      #expect(try bits(dataset.values()) == bits(values))
    } else {
      guard case .invalidText = try problem({ _ = try dataset.string() }) else {
        Issue.record("a text was not read")
        return
      }
    }
  }

  private static func value(
    _ name: String,
    of group: HDF5Group
  ) throws -> HDF5AttributeValue {
    let attribute = try group.attribute(name)
    let isScalar = attribute.extent == .scalar
    switch attribute.datatype {
    case .string:
      return isScalar ? .string(try attribute.string()) : .strings(try attribute.strings())
    case .float: return isScalar ? .float(try attribute.float()) : .floats(try attribute.floats())
    case .integer: return .integer(try attribute.integer())
    case .enumeration, .other: return .flag(try attribute.flag())
    }
  }

  /// Floating-point numbers by their bits, so that a NaN equals itself.
  private static func exact(_ value: HDF5AttributeValue) -> HDF5AttributeValue {
    switch value {
    case .float(let float): .strings(["\(float.bitPattern)"])
    case .floats(let floats): .strings(["list"] + floats.map { "\($0.bitPattern)" })
    default: value
    }
  }

  private static func bits(_ values: HDF5Values) -> [UInt64] {
    switch values {
    case .float16(let bits), .bfloat16(let bits): bits.map { UInt64($0) }
    case .float32(let values): values.map { UInt64($0.bitPattern) }
    case .float64(let values): values.map(\.bitPattern)
    case .int64(let values): values.map { UInt64(bitPattern: $0) }
    }
  }
}
