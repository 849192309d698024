// SPDX-License-Identifier: MIT

import CBNHDF5
import BNHDF5
import Testing

@Suite("HDF5 attribute")
struct HDF5AttributeTests {
  @Test("comes back as it was written")
  func roundTrip() throws {
    try withFile { path in
      let payload = Double(bitPattern: 0xFFF4_0000_0000_0123)
      try write(path) { root in
        try root.writeAttribute("string", .string("Größe ≤ 2⁻²⁴"))
        try root.writeAttribute("empty", .string(""))
        try root.writeAttribute("strings", .strings(["R22", "", "R23"]))
        try root.writeAttribute("no strings", .strings([]))
        try root.writeAttribute("yes", .flag(true))
        try root.writeAttribute("no", .flag(false))
        try root.writeAttribute("least", .integer(.min))
        try root.writeAttribute("nan", .float(payload))
        try root.writeAttribute("floats", .floats([-0.0, .infinity, Double.leastNonzeroMagnitude]))
        try root.writeAttribute("no floats", .floats([]))
      }
      try read(path) { root in
        expectEqual(try root.attributeNames().count, 10)
        expectEqual(try Self.string(root, "string"), "Größe ≤ 2⁻²⁴")
        expectEqual(try Self.string(root, "empty"), "")
        expectEqual(try Self.strings(root, "strings"), ["R22", "", "R23"])
        expectEqual(try Self.strings(root, "no strings"), [])
        expectEqual(try Self.flag(root, "yes"), true)
        expectEqual(try Self.flag(root, "no"), false)
        expectEqual(try Self.integer(root, "least"), .min)
        let nan = try root.attribute("nan")
        expectEqual(try nan.float().bitPattern, payload.bitPattern)
        let floats = try root.attribute("floats")
        expectEqual(
          try floats.floats().map(\.bitPattern),
          [-0.0, .infinity, Double.leastNonzeroMagnitude].map(\Double.bitPattern)
        )
        let none = try root.attribute("no floats")
        expectEqual(try none.floats(), [])
      }
    }
  }

  @Test("exists or not")
  func existence() throws {
    try withFile { path in
      try write(path) { try $0.writeAttribute("eps", .float(1)) }
      try read(path) { root in
        expectEqual(try root.hasAttribute("eps"), true)
        expectEqual(try root.hasAttribute("Eps"), false)
        expectEqual(try root.hasAttribute(""), false)
        expectEqual(try root.hasAttribute("a\0b"), false)
        let absent = try failure { _ = try root.attribute("Eps") }
        #expect(absent.problem == .missing)
        #expect(absent.location.attribute == "Eps")
        expectEqual(
          try problem { _ = try root.attributeNames(atMost: 0) },
          .tooLarge(what: "the number of names", found: "larger", limit: "0")
        )
      }
    }
  }

  @Test("reads integers of any width and order, refuses what does not fit")
  func integers() throws {
    try withFile { path in
      try RawFile.write(path) { file in
        let uint64 = RawFile.integer(size: 8, signed: false)
        return min(
          RawFile.attribute(file, "int8", RawFile.integer(size: 1, signed: true), [], [0x80]),
          RawFile.attribute(file, "uint8", RawFile.integer(size: 1, signed: false), [], [0x80]),
          RawFile.attribute(
            file,
            "int16 big",
            RawFile.bigEndian(RawFile.integer(size: 2, signed: true)),
            [],
            [0xFF, 0xFE]
          ),
          RawFile.attribute(
            file,
            "uint64",
            uint64,
            [],
            [UInt8](repeating: 0xFF, count: 7) + [0x7F]
          ),
          RawFile.attribute(file, "too large", uint64, [], [0, 0, 0, 0, 0, 0, 0, 0x80]),
          RawFile.attribute(file, "float", chdf5_float64_type(), [], [0, 0, 0, 0, 0, 0, 0, 0]),
          RawFile.attribute(file, "one", chdf5_int64_type(), [1], [1, 0, 0, 0, 0, 0, 0, 0]),
          RawFile.attribute(file, "ones", chdf5_int64_type(), [1, 1], [2, 0, 0, 0, 0, 0, 0, 0]),
          RawFile.attribute(file, "list", RawFile.integer(size: 1, signed: true), [2], [1, 1])
        )
      }
      try read(path) { root in
        expectEqual(try Self.integer(root, "int8"), -128)
        expectEqual(try Self.integer(root, "uint8"), 128)
        expectEqual(try Self.integer(root, "int16 big"), -2)
        expectEqual(try Self.integer(root, "uint64"), .max)
        expectEqual(try Self.integer(root, "one"), 1)
        expectEqual(try Self.integer(root, "ones"), 2)
        guard case .tooLarge = try problem({ _ = try Self.integer(root, "too large") }) else {
          Issue.record("2^63 was read")
          return
        }
        expectEqual(
          try problem { _ = try Self.integer(root, "float") },
          .mismatch(expected: "an integer", found: "type float64")
        )
        expectEqual(
          try problem { _ = try Self.integer(root, "list") },
          .mismatch(expected: "a scalar", found: "shape [2]")
        )
      }
    }
  }

  @Test("reads a flag from a boolean or from 0 and 1, and from nothing else")
  func flags() throws {
    try withFile { path in
      try RawFile.write(path) { file in
        let int32 = RawFile.bigEndian(RawFile.integer(size: 4, signed: true))
        let colour = H5Tenum_create(chdf5_int8_type())
        var (red, green) = (Int8(0), Int8(1))
        _ = (H5Tenum_insert(colour, "RED", &red), H5Tenum_insert(colour, "GREEN", &green))
        return min(
          RawFile.attribute(file, "one", int32, [], [0, 0, 0, 1]),
          RawFile.attribute(file, "two", int32, [], [0, 0, 0, 2]),
          RawFile.attribute(file, "colour", colour, [], [1])
        )
      }
      try read(path) { root in
        expectEqual(try Self.flag(root, "one"), true)
        expectEqual(
          try problem { _ = try Self.flag(root, "two") },
          .mismatch(expected: "0 or 1", found: "2")
        )
        expectEqual(
          try problem { _ = try Self.flag(root, "colour") },
          .mismatch(
            expected: "a boolean, or an integer 0 or 1",
            found: "an enumeration of RED, GREEN"
          )
        )
      }
    }
  }

  @Test("reads binary32 and big-endian floats, refuses float16 and null")
  func floats() throws {
    try withFile { path in
      try RawFile.write(path) { file in
        min(
          RawFile.attribute(file, "f32", chdf5_float32_type(), [], [0, 0, 0xC0, 0x3F]),
          RawFile.attribute(
            file,
            "f64 big",
            RawFile.bigEndian(chdf5_float64_type()),
            [2],
            [0x3F, 0xF8, 0, 0, 0, 0, 0, 0] + [0x7F, 0xF0, 0, 0, 0, 0, 0, 0]
          ),
          RawFile.attribute(
            file,
            "f16",
            RawFile.float16(exponentBits: 5, mantissaBits: 10),
            [],
            [0, 0x3C]
          ),
          RawFile.attribute(file, "null", chdf5_float64_type(), nil, [])
        )
      }
      try read(path) { root in
        let single = try root.attribute("f32")
        expectEqual(try single.float(), 1.5)
        let big = try root.attribute("f64 big")
        expectEqual(try big.floats(), [1.5, .infinity])
        expectEqual(
          try problem { _ = try root.attribute("f64 big").floats(atMost: 1) },
          .tooLarge(what: "the number of items", found: "2", limit: "1")
        )
        expectEqual(
          try problem { _ = try root.attribute("f16").float() },
          .mismatch(expected: "float32 or float64", found: "type float16")
        )
        let null = try root.attribute("null")
        #expect(null.extent == .null)
        expectEqual(
          try problem { _ = try root.attribute("null").float() },
          .mismatch(expected: "a scalar", found: "a null dataspace")
        )
      }
    }
  }

  static func string(_ group: HDF5Group, _ name: String) throws -> String {
    try group.attribute(name).string()
  }

  static func strings(_ group: HDF5Group, _ name: String) throws -> [String] {
    try group.attribute(name).strings()
  }

  private static func flag(_ group: HDF5Group, _ name: String) throws -> Bool {
    try group.attribute(name).flag()
  }

  private static func integer(_ group: HDF5Group, _ name: String) throws -> Int64 {
    try group.attribute(name).integer()
  }
}
