// SPDX-License-Identifier: MIT

import CBNHDF5
import Foundation

extension Recipe {
  /// Numbers and texts of the right type that no case may have.
  static var numbers: [Recipe] {
    [
      golden("eps-of-a-foreign-float-type") { golden, _ in
        golden.omitted = ["eps"]
        golden.golden = { group in
          let type = H5Tcopy(chdf5_float64_type())
          _ = (H5Tset_fields(type, 63, 48, 15, 0, 48), H5Tset_ebias(type, 16383))
          Raw.attribute(group, "eps", type, [], [Double.nan])
        }
      },
      golden("eps-of-16-bytes") { golden, _ in
        golden.omitted = ["eps"]
        golden.golden = { group in
          let type = H5Tcopy(chdf5_float64_type())
          _ = (H5Tset_size(type, 16), H5Tset_precision(type, 80))
          _ = H5Tset_fields(type, 79, 64, 15, 0, 64)
          Raw.attribute(group, "eps", type, [], [UInt64.max, UInt64.max])
        }
      },
      golden("momentum-is-a-word", .list) { golden, _ in
        golden.omitted = ["momentum"]
        golden.golden = { Raw.text($0, "momentum", "nan") }
      },
      golden("negative-channels") { golden, _ in
        golden.omitted = ["num_features"]
        golden.golden = { Raw.attribute($0, "num_features", chdf5_int64_type(), [], [-1]) }
      },
      golden("channels-of-128-bits") { golden, _ in
        golden.omitted = ["num_features"]
        golden.golden = { group in
          let type = H5Tcopy(chdf5_int64_type())
          _ = (H5Tset_size(type, 16), H5Tset_precision(type, 128))
          Raw.attribute(group, "num_features", type, [], [1, 0])
        }
      },
      golden("count-is-a-vector") { golden, _ in
        golden.omitted = ["num_batches_tracked"]
        golden.golden = { group in
          Raw.dataset(group, "step0.state.num_batches_tracked", chdf5_int64_type(), [2], [1, 2])
        }
      },
      golden("step-of-the-number-2^63", .export) { golden, _ in
        golden.golden = {
          Raw.dataset($0, "step9223372036854775808.input", chdf5_float32_type(), [1], [Float(1)])
        }
      },
      golden("answer-to-step-2^62", .check) { golden, _ in
        golden.role = "answers"
        golden.golden = {
          let name = "step4611686018427387904.actual.output"
          Raw.dataset($0, name, chdf5_float32_type(), [1], [Float(1)])
        }
      },
      golden("title-with-a-NUL", .list) { golden, _ in
        golden.omitted = ["title"]
        golden.golden = { Raw.fixedText($0, "title", [0x61, 0, 0x62]) }
      },
      golden("title-is-not-UTF-8", .list) { golden, _ in
        golden.omitted = ["title"]
        golden.golden = { Raw.fixedText($0, "title", [0xC3, 0x28, 0xFF]) }
      },
      golden("title-is-half-a-surrogate", .show) { golden, _ in
        golden.omitted = ["title"]
        golden.golden = { Raw.fixedText($0, "title", [0xED, 0xA0, 0x80]) }
      },
      golden("title-turns-the-line-round", .list) { golden, _ in
        golden.strings["title"] = "safe \u{202E}slaem"
      },
      golden("title-with-a-C1-control", .list) { golden, _ in
        golden.strings["title"] = "safe \u{9B}2J"
      },
      golden("member-is-not-UTF-8") { golden, _ in
        golden.golden = { group in
          var name: [CChar] = [0x61, -1, -2, 0]
          let dataset = H5Dcreate2(group, &name, chdf5_float32_type(), Raw.space([1]), 0, 0, 0)
          H5Dclose(dataset)
        }
      },
      shape("shape-beyond-the-file", [1 << 40, 1]),
      shape("shape-whose-product-overflows", [1 << 62, 1 << 62]),
      shape("shape-whose-product-becomes-small", [1 << 63, 2]),
      shape("shape-of-all-ones", [.max, .max], .verify),
      golden("elements-no-longer-than-the-file") { golden, _ in
        // Each tensor fits into the file, all of them together do not.
        golden.omitted = ["step0.input"]
        golden.golden = { group in
          Raw.dataset(group, "step0.input", chdf5_float32_type(), [1 << 20, 1], [Float(1)])
          for index in 0..<16 {
            let name = "step0.state.weight\(index)"
            Raw.dataset(group, name, chdf5_float32_type(), [1 << 20], [Float(1)])
          }
        }
      },
    ]
  }

  /// A file whose input has other dimensions than the library would write, by a change of its bytes.
  private static func shape(
    _ name: String,
    _ dimensions: [UInt64],
    _ command: Command = .run
  ) -> Recipe {
    Recipe(name, command) { place in
      var golden = RawGolden()
      let marks: [UInt64] = [4919, 4243]
      golden.omitted = ["step0.input"]
      golden.golden = { group in
        let values = [Float](repeating: 1, count: 4919 * 4243)
        Raw.dataset(group, "step0.input", chdf5_float32_type(), marks, values)
      }
      golden.write(to: place.path)
      try patch(place.path) { data in
        for (mark, dimension) in zip(marks, dimensions) {
          let (old, new) = (mark.littleEndian, dimension.littleEndian)
          data.replaceAll(
            Swift.withUnsafeBytes(of: old) { Data($0) },
            with: Swift.withUnsafeBytes(of: new) { Data($0) }
          )
        }
      }
    }
  }
}
