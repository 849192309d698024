// SPDX-License-Identifier: MIT

import CHDF5
import Foundation
import Testing

@testable import HDF5

/// What is not stored as golden files store it is left to the library.
@Suite("HDF5 plain file declines")
struct HDF5PlainRefusalTests {
  private static let eight: [UInt8] = [1, 0, 0, 0, 2, 0, 0, 0]

  /// The names in the root group of a file that are found to be plain data sets.
  private static func plainNames(
    _ body: @escaping (hid_t, hid_t) -> herr_t
  ) throws -> [String] {
    var names: [String] = []
    try withFile { path in
      let isWritten = HDF5Library.locked { () -> Bool in
        let access = H5Pcreate(chdf5_file_access_class())
        _ = H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V110)
        let file = H5Fcreate(path, chdf5_must_not_exist(), 0, access)
        let properties = H5Pcreate(chdf5_dataset_creation_class())
        _ = H5Pset_obj_track_times(properties, false)
        let status = body(file, properties)
        return H5Fclose(file) >= 0 && status >= 0
      }
      try #require(isWritten)
      let plain = try #require(HDF5PlainFile(path: path))
      try read(path) { root in
        for link in try root.links() {
          if let address = link.address, plain.dataset(at: address) != nil {
            names.append(link.name)
          }
        }
      }
    }
    return names
  }

  @Test("takes what is compact or in one piece")
  func taken() throws {
    let names = try Self.plainNames { file, properties in
      let one = RawFile.dataset(
        file,
        "piece",
        chdf5_float32_type(),
        [2],
        Self.eight,
        properties: properties
      )
      _ = H5Pset_layout(properties, H5D_COMPACT)
      return min(
        one,
        RawFile.dataset(
          file,
          "compact",
          chdf5_float32_type(),
          [2],
          Self.eight,
          properties: properties
        )
      )
    }
    #expect(names == ["compact", "piece"])
  }

  @Test("declines chunks, filters, external storage and virtual data sets")
  func layouts() throws {
    let names = try Self.plainNames { file, properties in
      let type = chdf5_float32_type()
      let external = H5Pcopy(properties)
      _ = H5Pset_external(external, "/etc/passwd", 0, 8)
      let virtual = H5Pcopy(properties)
      var size: hsize_t = 2
      let space = H5Screate_simple(1, &size, nil)
      _ = H5Pset_virtual(virtual, space, "other.h5", "/s", space)
      let chunked = H5Pcopy(properties)
      _ = H5Pset_chunk(chunked, 1, &size)
      let filtered = H5Pcopy(chunked)
      _ = H5Pset_shuffle(filtered)
      return [
        RawFile.dataset(file, "external", type, [2], nil, properties: external),
        RawFile.dataset(file, "virtual", type, [2], nil, properties: virtual),
        RawFile.dataset(file, "chunked", type, [2], Self.eight, properties: chunked),
        RawFile.dataset(file, "filtered", type, [2], Self.eight, properties: filtered),
      ].min() ?? -1
    }
    #expect(names == [])
  }

  @Test("declines other types, shapes, names, and elements that were never written")
  func contents() throws {
    let names = try Self.plainNames { file, properties in
      let type = chdf5_float32_type()
      let vector: [hsize_t] = [2]
      return [
        RawFile.dataset(
          file,
          "big",
          RawFile.bigEndian(type),
          vector,
          Self.eight,
          properties: properties
        ),
        RawFile.dataset(
          file,
          "narrow",
          RawFile.integer(size: 4, signed: true),
          vector,
          Self.eight,
          properties: properties
        ),
        RawFile.dataset(file, "null", type, nil, nil, properties: properties),
        RawFile.dataset(file, "unwritten", type, vector, nil, properties: properties),
        RawFile.dataset(file, "times", type, vector, Self.eight),
        H5Gclose(H5Gcreate2(file, "group", 0, 0, 0)),
        H5Lcreate_soft("/big", file, "soft", 0, 0),
        H5Lcreate_external("other.h5", "/x", file, "link", 0, 0),
      ].min() ?? -1
    }
    #expect(names == [])
  }

  @Test("declines a data set with an attribute")
  func attributes() throws {
    let names = try Self.plainNames { file, properties in
      let status = RawFile.dataset(
        file,
        "x",
        chdf5_float32_type(),
        [2],
        Self.eight,
        properties: properties
      )
      let dataset = H5Dopen2(file, "x", 0)
      defer { _ = H5Dclose(dataset) }
      return min(status, RawFile.attribute(dataset, "unit", chdf5_int64_type(), [], Self.eight))
    }
    #expect(names == [])
  }

  @Test("declines a file whose addresses are not those of the file")
  func otherFiles() throws {
    try withFile { path in
      try RawFile.write(path) { _ in 0 }
      // Version 0 of the superblock.
      #expect(HDF5PlainFile(path: path) == nil)
    }
    try withFile { path in
      try write(path) { try $0.writeDataset("x", shape: [], .int64([1])) }
      #expect(HDF5PlainFile(path: path) != nil)
      let url = URL(fileURLWithPath: path)
      let sound = try Data(contentsOf: url)
      for damaged in [sound.dropLast(), sound + [0], sound.prefix(40), Data()] {
        try damaged.write(to: url)
        #expect(HDF5PlainFile(path: path) == nil)
      }
    }
    #expect(HDF5PlainFile(path: "/") == nil)
    #expect(HDF5PlainFile(path: "/dev/zero") == nil)
  }

  @Test("reads heads only as long as they are together no larger than the file")
  func allowance() throws {
    try withFile { path in
      try write(path) { try $0.writeDataset("x", shape: [], .int64([1])) }
      let plain = try #require(HDF5PlainFile(path: path))
      try read(path) { root in
        let address = try #require(try root.links()[0].address)
        var count = 0
        while plain.dataset(at: address) != nil { count += 1 }
        #expect((1...16).contains(count))
      }
    }
  }
}
