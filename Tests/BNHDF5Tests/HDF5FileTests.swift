// SPDX-License-Identifier: MIT

import BNTestSupport
import CBNHDF5
import Foundation
import BNHDF5
import Testing

@Suite("HDF5 file")
struct HDF5FileTests {
  @Test("names a file that does not exist")
  func missingFile() throws {
    try withFile { path in
      let error = try failure { _ = try HDF5File(reading: path) }
      #expect(error.problem == .missing)
      #expect(error.description == "\(path): /: cannot open the file: it does not exist")
    }
  }

  @Test("refuses a folder, an empty file and a pipe")
  func notRegular() throws {
    try withFile { path in
      let folder = String(path.dropLast("/test.h5".count))
      expectEqual(
        try problem { _ = try HDF5File(reading: folder) },
        .mismatch(expected: "a file", found: "a folder")
      )
      #expect(FileManager.default.createFile(atPath: path, contents: Data()))
      expectEqual(
        try problem { _ = try HDF5File(reading: path) },
        .mismatch(expected: "HDF5", found: "an empty file")
      )
      let pipe = folder + "/pipe"
      try #require(mkfifo(pipe, 0o600) == 0)
      expectEqual(
        try problem { _ = try HDF5File(reading: pipe) },
        .refused("what is no regular file")
      )
    }
  }

  @Test("says that bytes are not HDF5, with frames but without the library's clock")
  func unknownFile() throws {
    try withFile { path in
      try Data([0, 1, 2, 0xFF]).write(to: URL(fileURLWithPath: path))
      let error = try failure { _ = try HDF5File(reading: path) }
      #expect(error.problem == .library)
      #expect(error.frames.first?.function == "H5Fopen")
      #expect(error.frames.contains { $0.minor == "Not an HDF5 file" })
      #expect(error.hint == "the file is no HDF5 file, or its head is damaged")
      #expect(!error.description.contains("time"))
      #expect(!error.description.contains("\n"))
    }
  }

  @Test("names a file of another format, and how to get at the one that was meant")
  func foreignFile() throws {
    try withFile { path in
      let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"
      try Data(pointer.utf8).write(to: URL(fileURLWithPath: path))
      let error = try failure { _ = try HDF5File(reading: path) }
      #expect(error.problem == .mismatch(expected: "HDF5", found: "a Git LFS pointer"))
      #expect(error.hint == "fetch the file itself with `git lfs pull`")
    }
  }

  @Test("says that a version number is unknown, one past the last that is known")
  func unknownVersion() throws {
    try withFile { path in
      try write(path) { try $0.writeAttribute("a", .integer(1)) }
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      // The version of the superblock stands behind the signature; 3 is the last.
      for (version, problem) in [
        (3, HDF5Problem.library), (4, .unknownVersion(library: HDF5Library.version)),
      ] {
        bytes[8] = UInt8(version)
        try bytes.write(to: URL(fileURLWithPath: path))
        expectEqual(try problemOfOpening(path), problem)
      }
    }
  }

  @Test("says that the writer of a file did not close it")
  func leftOpen() throws {
    try withFile { path in
      let copy = path + ".copy"
      let isWritten = HDF5Library.locked { () -> Bool in
        let access = H5Pcreate(chdf5_file_access_class())
        _ = H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_V110)
        let file = H5Fcreate(path, chdf5_must_not_exist(), 0, access)
        _ = (H5Fflush(file, H5F_SCOPE_GLOBAL), H5Pclose(access))
        try? FileManager.default.copyItem(atPath: path, toPath: copy)
        return H5Fclose(file) >= 0
      }
      try #require(isWritten)
      expectEqual(try problemOfOpening(copy), .openForWriting)
    }
  }

  private func problemOfOpening(_ path: String) throws -> HDF5Problem {
    try failure { _ = try HDF5File(reading: path) }.problem
  }

  @Test("refuses every truncation of a small file", arguments: [1, 7, 8, 40, 100, 400, 1000])
  func truncatedFile(kept: Int) throws {
    try withFile { path in
      try write(path) { root in
        let group = try root.createGroup("g")
        try group.writeAttribute("id", .string("a/b/f32"))
        try group.writeDataset("x", shape: [300], .float32(Array(repeating: 1, count: 300)))
      }
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      try #require(whole.count > kept)
      try whole.prefix(kept).write(to: URL(fileURLWithPath: path))
      expectEqual(try problem { _ = try HDF5File(reading: path) }, .library)
    }
  }

  @Test("reads a file without write permission in a folder without it")
  func readOnly() throws {
    try withFile { path in
      try write(path) { try $0.writeAttribute("role", .string("golden")) }
      let folder = String(path.dropLast("/test.h5".count))
      let files = FileManager.default
      try files.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
      try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
      defer { try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder) }
      try read(path) { root in
        let role = try root.attribute("role").string()
        #expect(role == "golden")
      }
    }
  }

  @Test("never writes over a file that exists")
  func existingFile() throws {
    try withFile { path in
      try write(path) { try $0.writeAttribute("a", .integer(1)) }
      expectEqual(try problem { _ = try HDF5File(creating: path) }, .library)
      try read(path) { root in
        expectEqual(try root.attributeNames(), ["a"])
      }
    }
  }

  @Test("refuses a path with a NUL instead of opening its first half")
  func pathWithNUL() throws {
    try withFile { path in
      try write(path) { _ in }
      expectEqual(
        try problem { _ = try HDF5File(reading: path + "\0.txt") },
        .invalidText("the path holds a NUL")
      )
    }
  }

  @Test("does not close while an object is open")
  func closesLast() throws {
    try withFile { path in
      let file = try HDF5File(creating: path)
      let root = try file.root()
      #expect(file.openHandleCount == 2)
      let closing = Self.closing(file)
      let error = try #require(closing)
      #expect(error.problem == .misuse("1 of its objects are still open"))
      #expect(root.location.object == "/")
    }
  }

  @Test("equal content gives equal bytes")
  func reproducible() throws {
    let folder = try TemporaryFolder()
    var contents = [Data]()
    for name in ["a.h5", "b.h5"] {
      let path = folder.file(name)
      try write(path) { root in
        let group = try root.createGroup("g", expectedMembers: 4)
        try group.writeAttribute("steps", .strings(["forward training", "forward evaluation"]))
        try group.writeDataset("x", shape: [2], .float64([1, 2]))
      }
      contents.append(try Data(contentsOf: URL(fileURLWithPath: path)))
      Thread.sleep(forTimeInterval: name == "a.h5" ? 1.1 : 0)
    }
    #expect(contents[0] == contents[1])
  }

  @Test("tells the library's version")
  func version() {
    #expect(HDF5Library.version.split(separator: ".").count == 3)
    #expect(HDF5Library.version != "0.0.0")
  }

  private static func closing(_ file: consuming HDF5File) -> HDF5Error? {
    do throws(HDF5Error) {
      try file.close()
      return nil
    } catch {
      return error
    }
  }
}
