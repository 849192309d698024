// SPDX-License-Identifier: MIT

import CBNHDF5
import BNHDF5
import Testing

@Suite("HDF5 datatype")
struct HDF5DatatypeTests {
  @Test("a 16-bit float is what its fields say, not what its size says")
  func fields() throws {
    try withFile { path in
      try RawFile.write(path) { file in
        let odd = RawFile.float16(exponentBits: 6, mantissaBits: 9)
        let biased = RawFile.float16(exponentBits: 8, mantissaBits: 7)
        _ = H5Tset_ebias(biased, 126)
        let explicit = RawFile.float16(exponentBits: 5, mantissaBits: 10)
        _ = H5Tset_norm(explicit, H5T_NORM_NONE)
        return [("odd", odd), ("biased", biased), ("explicit", explicit)].map { name, type in
          RawFile.dataset(file, name, type, [1], [0, 0x3C])
        }.min() ?? -1
      }
      try read(path) { root in
        for name in ["odd", "biased", "explicit"] {
          guard case .mismatch = try problem({ _ = try root.dataset(name).values() }) else {
            Issue.record("\(name) was read")
            continue
          }
        }
        let odd = try root.dataset("odd")
        #expect(odd.datatype.description == "a 16-bit floating-point type with 6 exponent bits")
      }
    }
  }

  @Test("integers with unused bits are told and refused")
  func padded() throws {
    try withFile { path in
      try RawFile.write(path) { file in
        let padded = H5Tcopy(chdf5_int64_type())
        _ = H5Tset_precision(padded, 60)
        return RawFile.dataset(file, "x", padded, [1], [1, 0, 0, 0, 0, 0, 0, 0])
      }
      try read(path) { root in
        let dataset = try root.dataset("x")
        #expect(dataset.datatype.description == "a 64-bit signed integer with unused bits")
        #expect(throws: HDF5Error.self) { _ = try root.dataset("x").values() }
      }
    }
  }

  @Test("other classes are named")
  func otherClasses() throws {
    try withFile { path in
      try RawFile.write(path) { file in
        let opaque = H5Tcreate(H5T_OPAQUE, 3)
        let compound = H5Tcreate(H5T_COMPOUND, 8)
        _ = H5Tinsert(compound, "field", 0, chdf5_int64_type())
        var three: hsize_t = 3
        let array = H5Tarray_create2(chdf5_int64_type(), 1, &three)
        let sequence = H5Tvlen_create(chdf5_int64_type())
        return [opaque, compound, array, sequence].enumerated().map { index, type in
          RawFile.dataset(file, "\(index)", type, [1], nil)
        }.min() ?? -1
      }
      try read(path) { root in
        let found = try root.links().map { link in
          let dataset = try root.dataset(link.name)
          return dataset.datatype
        }
        #expect(
          found
            == ["opaque", "compound", "array", "variable-length sequence"].map { .other($0) }
        )
        expectEqual(
          try problem { _ = try root.dataset("1").values() },
          .mismatch(
            expected: "float16, bfloat16, float32, float64 or an integer",
            found: "type compound"
          )
        )
      }
    }
  }

  @Test("a boolean is told by names and values")
  func boolean() throws {
    try withFile { path in
      try write(path) { try $0.writeAttribute("flag", .flag(true)) }
      try read(path) { root in
        let flag = try root.attribute("flag")
        guard case .enumeration(let format) = flag.datatype else {
          Issue.record("it is \(flag.datatype)")
          return
        }
        #expect(format.isBoolean)
        #expect(format.base.byteCount == 1)
      }
    }
  }
}
