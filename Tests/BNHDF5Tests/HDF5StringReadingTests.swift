// SPDX-License-Identifier: MIT

import CBNHDF5
import BNHDF5
import Testing

@Suite("HDF5 string")
struct HDF5StringReadingTests {
  @Test("of fixed length ends as its padding says")
  func fixedLength() throws {
    try withFile { path in
      try RawFile.write(path) { file in
        let nul = RawFile.string(size: 6, padding: H5T_STR_NULLTERM)
        let padded = RawFile.string(size: 6, padding: H5T_STR_NULLPAD, utf8: false)
        let spaces = RawFile.string(size: 6, padding: H5T_STR_SPACEPAD, utf8: false)
        return min(
          RawFile.attribute(file, "nul", nul, [], [0x61, 0x62, 0, 0x63, 0x64, 0]),
          RawFile.attribute(file, "padded", padded, [], Array("ab c".utf8) + [0, 0]),
          RawFile.attribute(file, "spaces", spaces, [], Array("ab c  ".utf8)),
          RawFile.attribute(
            file,
            "list",
            padded,
            [3],
            Array("R1".utf8) + [0, 0, 0, 0]
              + Array("R2345".utf8) + [0] + [0, 0, 0, 0, 0, 0]
          )
        )
      }
      try read(path) { root in
        expectEqual(try HDF5AttributeTests.string(root, "nul"), "ab")
        expectEqual(try HDF5AttributeTests.string(root, "padded"), "ab c")
        expectEqual(try HDF5AttributeTests.string(root, "spaces"), "ab c")
        expectEqual(try HDF5AttributeTests.strings(root, "list"), ["R1", "R2345", ""])
      }
    }
  }

  @Test("may have 4,096 bytes and no more")
  func limit() throws {
    try withFile { path in
      try RawFile.write(path) { file in
        let fixed = RawFile.string(size: 4097, padding: H5T_STR_NULLPAD)
        let bytes = [UInt8](repeating: 0x61, count: 4097)
        return min(
          RawFile.attribute(file, "fits", variable: Array(bytes.dropLast())),
          RawFile.attribute(file, "long", variable: bytes),
          RawFile.attribute(file, "fixed", fixed, [], bytes)
        )
      }
      try read(path) { root in
        expectEqual(try HDF5AttributeTests.string(root, "fits").utf8.count, 4096)
        for (name, found) in [("long", "longer"), ("fixed", "4097 bytes")] {
          expectEqual(
            try problem { _ = try HDF5AttributeTests.string(root, name) },
            .tooLarge(what: "the string", found: found, limit: "4096 bytes")
          )
        }
      }
    }
  }

  @Test(
    "must be UTF-8",
    arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x61, 0xE2, 0x82]]
  )
  func invalidText(bytes: [UInt8]) throws {
    try withFile { path in
      try RawFile.write(path) { file in
        let fixed = RawFile.string(size: bytes.count, padding: H5T_STR_NULLPAD)
        return min(
          RawFile.attribute(file, "variable", variable: bytes),
          RawFile.attribute(file, "fixed", fixed, [], bytes),
          RawFile.dataset(file, "dataset", fixed, [], bytes)
        )
      }
      try read(path) { root in
        let expected = HDF5Problem.invalidText("the string is not UTF-8")
        expectEqual(try problem { _ = try HDF5AttributeTests.string(root, "variable") }, expected)
        expectEqual(try problem { _ = try HDF5AttributeTests.string(root, "fixed") }, expected)
        expectEqual(try problem { _ = try root.dataset("dataset").string() }, expected)
      }
    }
  }

  @Test("is neither a number nor a list, and a list is no scalar")
  func wrongType() throws {
    try withFile { path in
      try write(path) { root in
        try root.writeAttribute("number", .float(0.1))
        try root.writeAttribute("list", .strings(["a", "b"]))
        try root.writeAttribute("string", .string("a"))
      }
      try read(path) { root in
        expectEqual(
          try problem { _ = try HDF5AttributeTests.string(root, "number") },
          .mismatch(expected: "a string", found: "type float64")
        )
        expectEqual(
          try problem { _ = try HDF5AttributeTests.string(root, "list") },
          .mismatch(expected: "a scalar", found: "shape [2]")
        )
        expectEqual(
          try problem { _ = try HDF5AttributeTests.strings(root, "string") },
          .mismatch(expected: "one dimension", found: "a scalar")
        )
        expectEqual(
          try problem { _ = try root.attribute("list").strings(atMost: 1) },
          .tooLarge(what: "the number of items", found: "2", limit: "1")
        )
      }
    }
  }

  @Test("is written only without NUL")
  func writtenNUL() throws {
    try withFile { path in
      try write(path) { root in
        let expected = HDF5Problem.invalidText("the string holds a NUL")
        expectEqual(try problem { try root.writeAttribute("a", .string("x\0y")) }, expected)
        expectEqual(try problem { try root.writeDataset("d", string: "\0") }, expected)
      }
    }
  }

  @Test("comes back from a data set")
  func dataset() throws {
    try withFile { path in
      try write(path) { root in
        try root.writeDataset("error", string: "rank_mismatch")
        try root.writeDataset("empty", string: "")
        try root.writeDataset("number", shape: [], .int64([1]))
      }
      try read(path) { root in
        let error = try root.dataset("error")
        expectEqual(try error.string(), "rank_mismatch")
        let empty = try root.dataset("empty")
        expectEqual(try empty.string(), "")
        expectEqual(
          try problem { _ = try root.dataset("number").string() },
          .mismatch(expected: "a string", found: "a 64-bit signed integer")
        )
        expectEqual(
          try problem { _ = try root.dataset("error").values() },
          .mismatch(
            expected: "float16, bfloat16, float32, float64 or an integer",
            found: "a string of variable length"
          )
        )
      }
    }
  }
}
