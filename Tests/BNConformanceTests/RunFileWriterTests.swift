// SPDX-License-Identifier: MIT

import BNGoldenCases
import BNTestSupport
import Foundation
import Testing

@testable import BNRunFile

@Suite("Run file writer")
struct RunFileWriterTests {
  @Test("hands every line to the system at once")
  func appends() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run.jsonl")
    try Data("older".utf8).write(to: URL(filePath: path))
    let writer = try RunFileWriter(path: path)
    #expect(FileManager.default.contents(atPath: path) == Data())
    try writer.append(Array("one\n".utf8))
    #expect(FileManager.default.contents(atPath: path) == Data("one\n".utf8))
    try writer.append(Array("two\n".utf8))
    #expect(FileManager.default.contents(atPath: path) == Data("one\ntwo\n".utf8))
  }

  @Test("keeps others from writing the same file, until it is gone")
  func locked() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("run.jsonl")
    var writer: RunFileWriter? = try RunFileWriter(path: file)
    try writer?.append(Array("one\n".utf8))
    #expect(throws: OutputFileError.self) { try Self.make(file) }
    #expect(FileManager.default.contents(atPath: file) == Data("one\n".utf8))
    writer = nil
    try Self.make(file)
  }

  @Test("replaces a file in one step, and not at all if it is not published")
  func replaces() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run.jsonl")
    try Data("older\n".utf8).write(to: URL(filePath: path))
    var writer: RunFileWriter? = try RunFileWriter(replacing: path)
    try writer?.append(Array("one\n".utf8))
    writer = nil
    #expect(FileManager.default.contents(atPath: path) == Data("older\n".utf8))
    let second = try RunFileWriter(replacing: path)
    try second.append(Array("one\n".utf8))
    try second.publish()
    try second.append(Array("two\n".utf8))
    #expect(FileManager.default.contents(atPath: path) == Data("one\ntwo\n".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["run.jsonl"])
  }

  @Test("says which path cannot be opened")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("missing/run.jsonl")
    #expect(throws: OutputFileError(path: path, action: "opened", code: ENOENT)) {
      try Self.make(path)
    }
  }

  #if os(Linux)
    @Test("says when the disk is full")
    func full() throws {
      let writer = try RunFileWriter(path: "/dev/full")
      #expect(throws: OutputFileError(path: "/dev/full", action: "written", code: ENOSPC)) {
        try Self.append(writer)
      }
    }
  #endif

  private static func make(_ path: String) throws { _ = try RunFileWriter(path: path) }

  private static func append(_ writer: RunFileWriter) throws { try writer.append([10]) }
}
