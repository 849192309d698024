// SPDX-License-Identifier: MIT

import CBNHDF5
import Foundation
import BNHDF5
import Testing

@Suite("HDF5 layout")
struct HDF5LayoutTests {
  private static let eight: [UInt8] = [1, 0, 0, 0, 2, 0, 0, 0]

  @Test("chunked and filtered data sets are told and refused")
  func chunked() throws {
    try withFile { path in
      try RawFile.write(path) { file in
        let chunked = H5Pcreate(chdf5_dataset_creation_class())
        var size: hsize_t = 1
        _ = H5Pset_chunk(chunked, 1, &size)
        let filtered = H5Pcopy(chunked)
        _ = H5Pset_shuffle(filtered)
        let type = chdf5_float32_type()
        return min(
          RawFile.dataset(file, "chunked", type, [2], Self.eight, properties: chunked),
          RawFile.dataset(file, "filtered", type, [2], Self.eight, properties: filtered)
        )
      }
      try read(path) { root in
        let chunked = try root.dataset("chunked")
        #expect(chunked.layout.kind == .chunked)
        #expect(chunked.layout.filterCount == 0)
        expectEqual(try chunked.shape(), [2])
        expectEqual(
          try problem { _ = try root.dataset("chunked").values() },
          .refused("a chunked data set")
        )
        let filtered = try root.dataset("filtered")
        #expect(filtered.layout.filterCount == 1)
        expectEqual(
          try problem { _ = try root.dataset("filtered").values() },
          .refused("a data set with filters")
        )
      }
    }
  }

  @Test("data in another file is told, refused and not looked at")
  func external() throws {
    try withFile { path in
      let secret = path + ".secret"
      try Data(Self.eight).write(to: URL(fileURLWithPath: secret))
      try RawFile.write(path) { file in
        let properties = H5Pcreate(chdf5_dataset_creation_class())
        _ = H5Pset_external(properties, secret, 0, 8)
        return RawFile.dataset(
          file,
          "x",
          chdf5_float32_type(),
          [2],
          nil,
          properties: properties
        )
      }
      try read(path) { root in
        let dataset = try root.dataset("x")
        #expect(dataset.layout.externalFileCount == 1)
        #expect(dataset.storedByteCount == 0)
        expectEqual(
          try problem { _ = try root.dataset("x").values() },
          .refused("external storage")
        )
      }
    }
  }

  @Test("virtual data sets are told and refused, their shape too")
  func virtual() throws {
    try withFile { path in
      let source = path + ".source"
      try write(source) { try $0.writeDataset("s", shape: [2], .float32([1, 2])) }
      try RawFile.write(path) { file in
        let properties = H5Pcreate(chdf5_dataset_creation_class())
        var size: hsize_t = 2
        let space = H5Screate_simple(1, &size, nil)
        _ = H5Pset_virtual(properties, space, source, "/s", space)
        return RawFile.dataset(
          file,
          "x",
          chdf5_float32_type(),
          [2],
          nil,
          properties: properties
        )
      }
      try read(path) { root in
        let dataset = try root.dataset("x")
        #expect(dataset.layout.kind == .virtual)
        let expected = HDF5Problem.refused("a virtual data set")
        expectEqual(try problem { _ = try root.dataset("x").shape() }, expected)
        expectEqual(try problem { _ = try root.dataset("x").values() }, expected)
      }
      #expect(HDF5OpenHandles.count(ofFile: source) == 0)
    }
  }

  @Test("nothing is allocated for elements that the file does not hold")
  func promisedElements() throws {
    try withFile { path in
      try RawFile.write(path) { file in
        let type = chdf5_float64_type()
        return min(
          RawFile.dataset(file, "unwritten", type, [1 << 25], nil),
          RawFile.dataset(file, "huge", type, [1 << 40, 1 << 20], nil),
          RawFile.dataset(file, "null", type, nil, nil)
        )
      }
      try read(path) { root in
        expectEqual(
          try problem { _ = try root.dataset("unwritten").values() },
          .inconsistent("it stores 0 bytes and needs \(8 << 25)")
        )
        expectEqual(
          try problem { _ = try root.dataset("huge").values() },
          .tooLarge(what: "the number of elements", found: "\(1 << 60)", limit: "\(1 << 26)")
        )
        expectEqual(
          try problem { _ = try root.dataset("null").values() },
          .mismatch(expected: "elements", found: "a null dataspace")
        )
        expectEqual(
          try problem { _ = try root.dataset("null").shape() },
          .mismatch(expected: "elements", found: "a null dataspace")
        )
      }
    }
  }

  @Test("the limit on elements is inclusive")
  func limit() throws {
    try withFile { path in
      try write(path) { try $0.writeDataset("x", shape: [2, 2], .float32([1, 2, 3, 4])) }
      try read(path) { root in
        let dataset = try root.dataset("x")
        expectEqual(try dataset.values(atMost: 4), .float32([1, 2, 3, 4]))
        expectEqual(
          try problem { _ = try root.dataset("x").values(atMost: 3) },
          .tooLarge(what: "the number of elements", found: "4", limit: "3")
        )
      }
    }
  }
}
