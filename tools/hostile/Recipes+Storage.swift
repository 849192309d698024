// SPDX-License-Identifier: MIT

import CBNHDF5

extension Recipe {
  private static var float: hid_t { chdf5_float32_type() }
  private static let four: [Float] = [1, 3]

  /// Links that lead elsewhere, and data that stand elsewhere or larger than they say.
  static var storage: [Recipe] {
    [
      golden("external-link-instead-of-cases") { golden, place in
        golden.omitted = ["cases"]
        golden.root = { _ = H5Lcreate_external(place.canary, "/cases", $0, "cases", 0, 0) }
      },
      golden("external-link-instead-of-case") { golden, place in
        golden.cases = { _ = H5Lcreate_external(place.canary, "/cases/x", $0, "stranger", 0, 0) }
      },
      input("external-link-instead-of-tensor") { group, place in
        _ = H5Lcreate_external(place.canary, "/x", group, "step0.input", 0, 0)
      },
      input("external-link-to-passwd", .explain) { group, _ in
        _ = H5Lcreate_external("/etc/passwd", "/x", group, "step0.input", 0, 0)
      },
      input("external-storage") { group, place in
        let list = Raw.properties { _ = H5Pset_external($0, place.canary, 0, 8) }
        Raw.dataset(group, "step0.input", float, [2, 1], [Float](), properties: list)
      },
      input("external-storage-shown", .show) { group, place in
        let list = Raw.properties { _ = H5Pset_external($0, place.canary, 0, 8) }
        Raw.dataset(group, "step0.input", float, [2, 1], [Float](), properties: list)
      },
      input("external-storage-exported", .export) { group, place in
        let list = Raw.properties { _ = H5Pset_external($0, place.canary, 0, 8) }
        Raw.dataset(group, "step0.input", float, [2, 1], [Float](), properties: list)
      },
      input("virtual-data-set") { group, place in
        let (space, source) = (Raw.space([2, 1]), Raw.space([2, 1]))
        let list = Raw.properties { _ = H5Pset_virtual($0, space, place.canary, "/x", source) }
        Raw.dataset(group, "step0.input", float, [2, 1], [Float](), properties: list)
      },
      input("virtual-data-set-exported", .export) { group, place in
        let (space, source) = (Raw.space([2, 1]), Raw.space([2, 1]))
        let list = Raw.properties { _ = H5Pset_virtual($0, space, place.canary, "/x", source) }
        Raw.dataset(group, "step0.input", float, [2, 1], [Float](), properties: list)
      },
      input("soft-link-to-itself") { group, _ in
        _ = H5Lcreate_soft("step0.input", group, "step0.input", 0, 0)
      },
      input("soft-link-out-of-the-group") { group, _ in
        _ = H5Lcreate_soft("../../cases", group, "step0.input", 0, 0)
      },
      golden("soft-links-in-a-circle") { golden, _ in
        golden.cases = {
          _ = H5Lcreate_soft("/cases/b", $0, "a", 0, 0)
          _ = H5Lcreate_soft("/cases/a", $0, "b", 0, 0)
        }
      },
      golden("cases-is-a-soft-link") { golden, _ in
        golden.omitted = ["cases"]
        golden.root = { _ = H5Lcreate_soft("/", $0, "cases", 0, 0) }
      },
      golden("group-that-holds-itself") { golden, _ in
        golden.cases = { _ = H5Lcreate_hard($0, ".", $0, "again", 0, 0) }
      },
      golden("root-below-the-cases", .list) { golden, _ in
        golden.cases = { _ = H5Lcreate_hard($0, "/", $0, "root", 0, 0) }
      },
      golden("case-under-two-names") { golden, _ in
        golden.cases = { _ = H5Lcreate_hard($0, "mine:two-values:f32", $0, "twin", 0, 0) }
      },
      input("tensor-under-two-names") { group, _ in
        _ = H5Lcreate_hard(group, "step0.expect.output", group, "step0.input", 0, 0)
      },
      input("unknown-filter") { group, _ in
        let chunk: [hsize_t] = [2, 1]
        let list = Raw.properties {
          _ = H5Pset_chunk($0, 2, chunk)
          _ = H5Pset_filter($0, 32_015, 1, 0, nil)
        }
        Raw.dataset(group, "step0.input", float, [2, 1], [Float](), properties: list)
      },
      input("bomb-of-zeros-deflated") { group, _ in
        let (chunk, shape): ([hsize_t], [hsize_t]) = ([1 << 20, 1], [1 << 25, 1])
        let list = Raw.properties {
          _ = H5Pset_chunk($0, 2, chunk)
          _ = H5Pset_deflate($0, 9)
        }
        Raw.dataset(group, "step0.input", float, shape, [Float](), properties: list)
      },
      input("chunked") { group, _ in
        let chunk: [hsize_t] = [1, 1]
        let list = Raw.properties { _ = H5Pset_chunk($0, 2, chunk) }
        Raw.dataset(group, "step0.input", float, [2, 1], four, properties: list)
      },
      input("never-allocated-gigabytes") { group, _ in
        Raw.dataset(group, "step0.input", float, [1 << 25, 1], [Float]())
      },
      input("more-than-the-limit") { group, _ in
        Raw.dataset(group, "step0.input", float, [1 << 27, 1], [Float]())
      },
      input("product-overflows") { group, _ in
        let chunk: [hsize_t] = [1, 1, 1]
        let list = Raw.properties { _ = H5Pset_chunk($0, 3, chunk) }
        let huge = hsize_t(1) << 31
        Raw.dataset(group, "step0.input", float, [huge, huge, 2], [Float](), properties: list)
      },
      input("rank-of-32") { group, _ in
        Raw.dataset(group, "step0.input", float, Array(repeating: 1, count: 32), [Float(1)])
      },
      input("rank-of-9") { group, _ in
        Raw.dataset(group, "step0.input", float, Array(repeating: 1, count: 9), [Float(1)])
      },
    ]
  }
}
