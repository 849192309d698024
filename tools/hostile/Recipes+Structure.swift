// SPDX-License-Identifier: MIT

import CBNHDF5
import Foundation

extension Recipe {
  /// Types, drivers and numbers of objects that HDF5 allows and the format does not.
  static var structure: [Recipe] {
    [
      input("input-is-object-references") { group, _ in
        Raw.dataset(group, "step0.input", Raw.referenceType("OBJ"), [2, 1], [0, 0] as [UInt64])
      },
      input("input-is-region-references", .show) { group, _ in
        Raw.dataset(group, "step0.input", Raw.referenceType("DSETREG"), [2, 1], [UInt8]())
      },
      golden("title-is-an-object-reference", .list) { golden, _ in
        golden.omitted = ["title"]
        golden.golden = { group in
          var reference: UInt64 = 0
          _ = H5Rcreate(&reference, group, "/", H5R_OBJECT, -1)
          Raw.attribute(group, "title", Raw.referenceType("OBJ"), [], [reference])
        }
      },
      input("input-is-compounds-with-nested-lists") { group, _ in
        let inner = H5Tvlen_create(chdf5_float32_type())
        let type = H5Tcreate(H5T_COMPOUND, 32)
        _ = (H5Tinsert(type, "a", 0, inner), H5Tinsert(type, "b", 16, H5Tvlen_create(inner)))
        Raw.dataset(group, "step0.input", type, [2, 1], [UInt8]())
      },
      input("input-is-an-array-type", .explain) { group, _ in
        let dimensions: [hsize_t] = [1 << 16, 1 << 12]
        let type = H5Tarray_create2(chdf5_float32_type(), 2, dimensions)
        Raw.dataset(group, "step0.input", type, [2, 1], [UInt8]())
      },
      golden("flag-is-yes-or-no") { golden, _ in
        golden.omitted = ["affine"]
        golden.golden = { Raw.enumeration($0, "affine", [("NO", 0), ("YES", 1)], 1) }
      },
      golden("flag-is-a-third-value") { golden, _ in
        golden.omitted = ["affine"]
        golden.golden = { Raw.enumeration($0, "affine", [("FALSE", 0), ("TRUE", 1)], 2) }
      },
      golden("flag-of-a-hundred-names") { golden, _ in
        golden.omitted = ["affine"]
        let names = (0..<100).map { ("N\($0)", Int8($0)) }
        golden.golden = { Raw.enumeration($0, "affine", names, 1) }
      },
      golden("named-type-instead-of-cases", .show) { golden, _ in
        golden.omitted = ["cases"]
        golden.root = { Raw.namedType($0, "cases") }
      },
      golden("named-type-as-case") { golden, _ in
        golden.cases = { Raw.namedType($0, "type") }
      },
      golden("root-as-a-case", .export) { golden, _ in
        golden.cases = { _ = H5Lcreate_hard($0, "/", $0, "mine:root:f32", 0, 0) }
      },
      golden("root-instead-of-cases", .show) { golden, _ in
        golden.omitted = ["cases"]
        golden.root = { _ = H5Lcreate_hard($0, "/", $0, "cases", 0, 0) }
      },
      golden("case-of-ten-thousand-groups-deep") { golden, _ in
        golden.golden = { Raw.chain($0, "deep", length: 10_000) }
      },
      golden("cases-ten-thousand-groups-deep", .list) { golden, _ in
        golden.access = Raw.latestFormat
        golden.cases = { Raw.chain($0, "deep", length: 10_000) }
      },
      golden("a-million-names", .list) { golden, _ in
        golden.access = Raw.latestFormat
        golden.cases = { group in
          for index in 0..<1_000_000 { _ = H5Lcreate_soft("/cases", group, "g\(index)", 0, 0) }
        }
      },
      golden("twenty-thousand-empty-cases") { golden, _ in
        golden.access = Raw.latestFormat
        golden.cases = { group in
          for index in 0..<20_000 { H5Gclose(H5Gcreate2(group, "g\(index)", 0, 0, 0)) }
        }
      },
      golden("twenty-thousand-attributes", .list) { golden, _ in
        golden.access = Raw.latestFormat
        golden.golden = { group in
          for index in 0..<20_000 {
            Raw.attribute(group, "a\(index)", chdf5_int64_type(), [], [Int64(index)])
          }
        }
      },
      golden("attribute-of-64-MiB") { golden, _ in
        golden.omitted = ["eps"]
        golden.access = Raw.latestFormat
        golden.golden = { group in
          let values = [Double](repeating: 1, count: 1 << 23)
          Raw.attribute(group, "eps", chdf5_float64_type(), [1 << 23], values)
        }
      },
      golden("list-of-a-million-strings", .list) { golden, _ in
        golden.omitted = ["rules"]
        golden.access = Raw.latestFormat
        golden.golden = { Raw.texts($0, "rules", Array(repeating: "R1", count: 1_000_000)) }
      },
      Recipe("first-file-of-a-family") { place in
        var golden = RawGolden()
        golden.access = Raw.access { _ = H5Pset_fapl_family($0, 1024, 0) }
        golden.write(to: place.path.replacing("mine.h5", with: "mine%d.h5"))
        rename(place.path.replacing("mine.h5", with: "mine0.h5"), place.path)
      },
      Recipe("metadata-half-of-a-split-file") { place in
        var golden = RawGolden()
        golden.access = Raw.access { _ = H5Pset_fapl_split($0, "", 0, ".raw", 0) }
        golden.write(to: place.path)
      },
      Recipe("left-open-by-a-writer") { place in
        var golden = RawGolden()
        golden.access = Raw.latestFormat
        golden.write(to: place.path)
        try patch(place.path) { data in
          data[11] = 5
          data.replaceSubrange(44..<48, with: Raw.checksum(data.prefix(44)))
        }
      },
      Recipe("newer-superblock-with-a-wrong-checksum", .verify) { place in
        var golden = RawGolden()
        golden.access = Raw.latestFormat
        golden.write(to: place.path)
        try patch(place.path) { $0[44] ^= 0xFF }
      },
      Recipe("superblock-of-version-4", .list) { place in
        var golden = RawGolden()
        golden.access = Raw.latestFormat
        golden.write(to: place.path)
        try patch(place.path) { $0[8] = 4 }
      },
      Recipe("half-a-superblock-behind-a-user-block", .list) { place in
        var golden = RawGolden()
        golden.creation = Raw.userBlock
        golden.write(to: place.path)
        try patch(place.path) { $0 = $0.prefix(512 + 30) }
      },
      Recipe("user-block-only") { place in
        var golden = RawGolden()
        golden.creation = Raw.userBlock
        golden.write(to: place.path)
        try patch(place.path) { $0 = $0.prefix(512) }
      },
    ]
  }

  /// Changes a file's bytes.
  static func patch(_ path: String, _ change: (inout Data) -> Void) throws {
    var data = try Data(contentsOf: URL(filePath: path))
    change(&data)
    try data.write(to: URL(filePath: path))
  }
}
