// SPDX-License-Identifier: MIT

import CBNHDF5
import Foundation

extension Recipe {
  /// Types, names and texts that nobody expects.
  static var content: [Recipe] {
    [
      input("input-is-a-group") { group, _ in H5Gclose(H5Gcreate2(group, "step0.input", 0, 0, 0)) },
      input("input-is-a-named-type") { group, _ in
        let type = H5Tcopy(chdf5_float32_type())
        _ = (H5Tcommit2(group, "step0.input", type, 0, 0, 0), H5Tclose(type))
      },
      input("input-is-a-compound") { group, _ in
        let type = H5Tcreate(H5T_COMPOUND, 8)
        _ = H5Tinsert(type, "x", 0, chdf5_float64_type())
        Raw.dataset(group, "step0.input", type, [2, 1], [1.0, 3.0])
      },
      input("input-holds-lists") { group, _ in
        let type = H5Tvlen_create(chdf5_float32_type())
        Raw.dataset(group, "step0.input", type, [2, 1], [Float]())
      },
      input("input-is-opaque") { group, _ in
        Raw.dataset(group, "step0.input", H5Tcreate(H5T_OPAQUE, 8), [2, 1], [Int64]())
      },
      input("input-is-null") { group, _ in
        Raw.dataset(group, "step0.input", chdf5_float32_type(), nil, [Float]())
      },
      input("input-is-a-string") { group, _ in
        let type = H5Tcopy(chdf5_string_type())
        _ = H5Tset_size(type, 1 << 30)
        Raw.dataset(group, "step0.input", type, [], [UInt8]())
      },
      golden("attribute-is-a-compound") { golden, _ in
        golden.omitted = ["eps"]
        golden.golden = { group in
          let type = H5Tcreate(H5T_COMPOUND, 8)
          _ = H5Tinsert(type, "x", 0, chdf5_float64_type())
          Raw.attribute(group, "eps", type, [], [1.0])
        }
      },
      golden("too-many-channels") { golden, _ in
        golden.omitted = ["num_features"]
        golden.golden = { Raw.attribute($0, "num_features", chdf5_int64_type(), [], [Int64.max]) }
      },
      golden("too-many-rules", .list) { golden, _ in
        golden.omitted = ["rules"]
        golden.golden = { Raw.texts($0, "rules", Array(repeating: "R1", count: 4000)) }
      },
      golden("too-many-steps") { golden, _ in
        golden.omitted = ["steps"]
        golden.golden = {
          Raw.texts($0, "steps", Array(repeating: "forward training", count: 1000))
        }
      },
      golden("step-of-a-later-step") { golden, _ in
        golden.omitted = ["steps"]
        golden.golden = { Raw.texts($0, "steps", ["backward of=9999999999999999999 wants=input"]) }
      },
      golden("string-of-60-kB", .list) { golden, _ in
        golden.strings["title"] = String(repeating: "x", count: 60_000)
      },
      golden("title-moves-the-cursor", .list) { golden, _ in
        golden.strings["title"] = "\u{1B}[2J\u{1B}]0;pwned\u{07}"
      },
      golden("id-with-dots") { golden, _ in golden.strings["id"] = "../../etc/passwd" },
      golden("id-with-newline", .export) { golden, _ in golden.strings["id"] = "mine/a\nb/f32" },
      golden("feature-with-path") { golden, _ in golden.strings["feature"] = "../../tmp" },
      golden("group-named-dot-dot") { golden, _ in
        golden.golden = { Raw.dataset($0, "..", chdf5_float32_type(), [1], [Float(1)]) }
      },
      golden("member-with-control-characters") { golden, _ in
        golden.golden = {
          Raw.dataset($0, "\u{1B}[31mred\n", chdf5_float32_type(), [1], [Float(1)])
        }
      },
      golden("member-named-a-thousand-x") { golden, _ in
        let name = String(repeating: "x", count: 5000)
        golden.golden = { Raw.dataset($0, name, chdf5_float32_type(), [1], [Float(1)]) }
      },
      bytes("member-with-slash") { data in
        data.replaceAll(Data("step0.input".utf8), with: Data("step0/input".utf8))
      },
      bytes("case-named-dot-dot-slash", .verify) { data in
        data.replaceAll(Data("mine:two-values:f32".utf8), with: Data("../../../etc/passwd".utf8))
      },
      golden("duplicate-ids") { golden, _ in
        golden.names = ["one", "two"]
        golden.sharesID = true
      },
      golden("duplicate-ids-exported", .export) { golden, _ in
        golden.names = ["one", "two"]
        golden.sharesID = true
      },
      golden("attribute-on-a-tensor") { golden, _ in
        golden.golden = { group in
          let dataset = H5Dopen2(group, "step0.input", 0)
          Raw.text(dataset, "note", "x")
          H5Dclose(dataset)
        }
      },
      golden("unknown-attribute") { golden, _ in golden.golden = { Raw.text($0, "command", "rm") }
      },
      golden("format-version-9") { golden, _ in golden.strings["format_version"] = "9.0" },
      golden("answers-of-nobody", .check) { golden, _ in
        golden.role = "answers"
        golden.strings["id"] = "../x"
      },
      golden("answer-in-external-storage", .check) { golden, place in
        golden.role = "answers"
        golden.golden = { group in
          let list = Raw.properties { _ = H5Pset_external($0, place.canary, 0, 8) }
          Raw.dataset(
            group,
            "step0.actual.output",
            chdf5_float32_type(),
            [2, 1],
            [Float](),
            properties: list
          )
        }
      },
      golden("answers-with-external-link", .check) { golden, place in
        golden.role = "answers"
        golden.cases = { _ = H5Lcreate_external(place.canary, "/x", $0, "stranger", 0, 0) }
      },
      golden("golden-as-answers", .check) { _, _ in },
    ]
  }
}
