// SPDX-License-Identifier: MIT

import CBNHDF5
import BNHDF5
import Testing

@Suite("HDF5 data set")
struct HDF5DatasetTests {
  /// Values of every type, among them NaNs whose payload must survive.
  static let everyType: [(HDF5Values, HDF5Datatype)] = [
    (.float16([0, 0x8000, 0x3C00, 0x7C01, 0xFE55, 1]), .float(.binary16)),
    (.bfloat16([0, 0x8000, 0x3F80, 0x7F81, 0xFFD5, 1]), .float(.bfloat16)),
    (
      .float32(
        [0, 0x8000_0000, 0x3F80_0000, 0x7F80_0001, 0xFFC1_2345, 1].map { Float(bitPattern: $0) }
      ),
      .float(.binary32)
    ),
    (
      .float64(
        [0, 1 << 63, 0x3FF0 << 48, (0x7FF0 << 48) + 1, (0xFFF8 << 48) + 77, 1]
          .map { Double(bitPattern: $0) }
      ),
      .float(.binary64)
    ),
  ]

  @Test("comes back bit by bit, NaN payloads included", arguments: 0..<4)
  func roundTrip(index: Int) throws {
    let (values, datatype) = Self.everyType[index]
    try withFile { path in
      try write(path) { try $0.writeDataset("x", shape: [3, 1, 2], values) }
      try read(path) { root in
        let dataset = try root.dataset("x")
        #expect(dataset.datatype == datatype)
        #expect(dataset.layout.kind == .compact)
        expectEqual(try dataset.shape(), [3, 1, 2])
        #expect(bits(try dataset.values()) == bits(values))
      }
    }
  }

  @Test("holds 64-bit integers and scalars")
  func integers() throws {
    try withFile { path in
      try write(path) { root in
        try root.writeDataset("extremes", shape: [3], .int64([.min, -1, .max]))
        try root.writeDataset("scalar", shape: [], .int64([7]))
        try root.writeDataset("one", shape: [1], .float32([7]))
      }
      try read(path) { root in
        let extremes = try root.dataset("extremes")
        expectEqual(try extremes.values(), .int64([.min, -1, .max]))
        let scalar = try root.dataset("scalar")
        expectEqual(try scalar.extent(), .scalar)
        expectEqual(try scalar.values(), .int64([7]))
        let one = try root.dataset("one")
        expectEqual(try one.extent(), .simple([1]))
      }
    }
  }

  @Test("may have no elements", arguments: [[0], [0, 5], [5, 0], [2, 0, 3]])
  func noElements(shape: [Int]) throws {
    try withFile { path in
      try write(path) { root in
        try root.writeDataset("f", shape: shape, .float32([]))
        try root.writeDataset("i", shape: shape, .int64([]))
      }
      try read(path) { root in
        let floats = try root.dataset("f")
        expectEqual(try floats.shape(), shape)
        expectEqual(try floats.values(), .float32([]))
        let integers = try root.dataset("i")
        expectEqual(try integers.values(atMost: 0), .int64([]))
      }
    }
  }

  @Test("is compact below 60,000 bytes and contiguous from there on")
  func layoutBySize() throws {
    try withFile { path in
      let values = (0..<7500).map { Double($0) }
      try write(path) { root in
        try root.writeDataset("below", shape: [7499], .float64(Array(values.dropLast())))
        try root.writeDataset("from", shape: [7500], .float64(values))
      }
      try read(path) { root in
        let below = try root.dataset("below")
        #expect(below.layout.kind == .compact)
        expectEqual(try below.values(), .float64(Array(values.dropLast())))
        let from = try root.dataset("from")
        #expect(from.layout.kind == .contiguous)
        #expect(from.layout.refusal == nil)
        #expect(from.storedByteCount == 60_000)
        expectEqual(try from.values(), .float64(values))
      }
    }
  }

  @Test("is read in either byte order")
  func bigEndian() throws {
    try withFile { path in
      try RawFile.write(path) { file in
        let half = RawFile.bigEndian(RawFile.float16(exponentBits: 5, mantissaBits: 10))
        let brain = RawFile.bigEndian(RawFile.float16(exponentBits: 8, mantissaBits: 7))
        let int16 = RawFile.bigEndian(RawFile.integer(size: 2, signed: true))
        let int64 = RawFile.bigEndian(chdf5_int64_type())
        let single = RawFile.bigEndian(chdf5_float32_type())
        let double = RawFile.bigEndian(chdf5_float64_type())
        return min(
          RawFile.dataset(file, "f16", half, [2], [0x3C, 0, 0x7C, 1]),
          RawFile.dataset(file, "bf16", brain, [2], [0x3F, 0x80, 0x7F, 0x81]),
          RawFile.dataset(file, "f32", single, [1], [0x7F, 0x80, 0, 1]),
          RawFile.dataset(file, "f64", double, [1], [0x7F, 0xF0, 0, 0, 0, 0, 0, 1]),
          RawFile.dataset(file, "i16", int16, [2], [0xFF, 0xFE, 0, 3]),
          RawFile.dataset(file, "i64", int64, [1], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 5])
        )
      }
      try read(path) { root in
        let found = try root.links().map { link in
          let dataset = try root.dataset(link.name)
          return bits(try dataset.values())
        }
        #expect(
          found == [
            [0x3F80, 0x7F81], [0x3C00, 0x7C01], [0x7F80_0001], [(0x7FF0 << 48) + 1],
            [UInt64(bitPattern: -2), 3], [UInt64(bitPattern: -251)],
          ]
        )
        let half = try root.dataset("f16")
        #expect(half.datatype != .float(.binary16))
        #expect(half.datatype.description == "type float16")
      }
    }
  }

  @Test("of integers of any width is read as 64-bit, if they fit", arguments: [1, 2, 4, 8])
  func widths(size: Int) throws {
    try withFile { path in
      let ones = [UInt8](repeating: 0xFF, count: size)
      try RawFile.write(path) { file in
        min(
          RawFile.dataset(file, "s", RawFile.integer(size: size, signed: true), [1], ones),
          RawFile.dataset(file, "u", RawFile.integer(size: size, signed: false), [1], ones)
        )
      }
      try read(path) { root in
        let signed = try root.dataset("s")
        expectEqual(try signed.values(), .int64([-1]))
        let unsigned = try root.dataset("u")
        guard size < 8 else {
          guard case .tooLarge = try problem({ _ = try root.dataset("u").values() }) else {
            Issue.record("2^64 − 1 was read")
            return
          }
          return
        }
        expectEqual(try unsigned.values(), .int64([(1 << (8 * Int64(size))) - 1]))
      }
    }
  }

  @Test("is written only if shape and elements agree, and once")
  func misuse() throws {
    try withFile { path in
      try write(path) { root in
        expectEqual(
          try problem { try root.writeDataset("x", shape: [2, 2], .float32([1, 2, 3])) },
          .misuse("shape [2,2] does not have 3 elements")
        )
        for shape in [[Int.max, 4], [-1, 0]] {
          guard case .misuse = try problem({ try Self.writeNothing(root, shape) }) else {
            Issue.record("\(shape) was written")
            continue
          }
        }
        expectEqual(try root.links(), [])
        try root.writeDataset("x", shape: [], .float32([1]))
        expectEqual(try problem { try root.writeDataset("x", shape: [], .float32([2])) }, .library)
      }
    }
  }

  private static func writeNothing(_ group: HDF5Group, _ shape: [Int]) throws {
    try group.writeDataset("x", shape: shape, .float32([]))
  }

  private func bits(_ values: HDF5Values) -> [UInt64] {
    switch values {
    case .float16(let bits), .bfloat16(let bits): bits.map { UInt64($0) }
    case .float32(let values): values.map { UInt64($0.bitPattern) }
    case .float64(let values): values.map(\.bitPattern)
    case .int64(let values): values.map { UInt64(bitPattern: $0) }
    }
  }
}
