// SPDX-License-Identifier: MIT

import BNTestSupport
import Foundation
import Testing

@testable import BNGoldenCases

@Suite struct GoldenFileTests {
  static let header = GoldenFileHeader(role: .golden, feature: "random", generator: "the tests")

  static func cases(_ range: Range<Int>) throws -> [GoldenCase] {
    try range.map { seed in
      var random = RandomCase(seed: UInt64(seed))
      return try random.next(index: seed)
    }
  }

  @Test("golden cases of every kind of step come back from a file bit for bit")
  func golden() throws {
    let folder = try TemporaryFolder()
    let cases = try Self.cases(0..<120)
    try GoldenFile.write(cases: cases, header: Self.header, to: folder.file("random.h5"))
    let contents = try GoldenFile.read(path: folder.file("random.h5"))
    #expect(contents.header == Self.header)
    let read = try contents.cases.map { try $0.get() }
    let dumps = Dictionary(uniqueKeysWithValues: read.map { ($0.id, CaseRecord($0).dump) })
    #expect(dumps.count == cases.count)
    for golden in cases { #expect(dumps[golden.id] == CaseRecord(golden).dump) }
    #expect(ContentDigest(cases: read) == ContentDigest(cases: cases))
  }

  @Test("a symbolic link is read like the file that it leads to")
  func link() throws {
    let folder = try TemporaryFolder()
    try GoldenFile.write(
      cases: try Self.cases(0..<12),
      header: Self.header,
      to: folder.file("a.h5")
    )
    symlink("a.h5", folder.file("link.h5"))
    let read = try GoldenFile.read(path: folder.file("link.h5")).cases.map { try $0.get() }
    let own = try GoldenFile.read(path: folder.file("a.h5")).cases.map { try $0.get() }
    #expect(ContentDigest(cases: read) == ContentDigest(cases: own))
  }

  @Test("equal cases give equal bytes in whatever order they are given")
  func deterministic() throws {
    let folder = try TemporaryFolder()
    let cases = try Self.cases(0..<40)
    try GoldenFile.write(cases: cases, header: Self.header, to: folder.file("a.h5"))
    try GoldenFile.write(cases: cases.reversed(), header: Self.header, to: folder.file("b.h5"))
    let first = try Data(contentsOf: URL(filePath: folder.file("a.h5")))
    let second = try Data(contentsOf: URL(filePath: folder.file("b.h5")))
    #expect(first == second)
    #expect(try folder.names() == ["a.h5", "b.h5"])
  }

  @Test("requests come back from a file")
  func requests() throws {
    let folder = try TemporaryFolder()
    let requests = try Self.cases(0..<40).map(\.request)
    let header = GoldenFileHeader(role: .requests, generator: "the tests")
    try GoldenFile.writeRequests(requests, header: header, to: folder.file("r.h5"))
    let contents = try GoldenFile.readRequests(path: folder.file("r.h5"))
    #expect(contents.header == header)
    let read = try contents.requests.map { CaseRecord(try $0.get()).dump }
    #expect(Set(read) == Set(requests.map { CaseRecord($0).dump }))
  }

  @Test("a filter sees id and metadata, and only what it selects is read")
  func selection() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("random.h5")
    let cases = try Self.cases(0..<20)
    try GoldenFile.write(cases: cases, header: Self.header, to: path)
    let wanted = cases.filter { $0.metadata.level == .required }.map(\.id).sorted()
    let contents = try GoldenFile.read(path: path) { id, metadata in
      #expect(cases.contains { $0.id == id && $0.metadata.title == metadata.title })
      return metadata.level == .required
    }
    #expect(try contents.cases.map { try $0.get().id }.sorted() == wanted)
    let ids = try GoldenFile.catalog(path: path).map { try $0.get().id }
    #expect(ids.sorted() == cases.map(\.id).sorted())
    let steps = try GoldenFile.catalog(path: path).map { try $0.get().steps.count }
    #expect(steps.reduce(0, +) == cases.map(\.request.steps.count).reduce(0, +))
  }

  @Test(
    "reads version 1 of any minor number",
    arguments: [
      ("1.0", true), ("1.1", true), ("1.27", true), ("2.0", false), ("0.9", false), ("1", false),
      ("1.", false), ("1.0.0", false), ("1.00", false), ("01.0", false), ("1.-1", false),
      ("+1.0", false), ("", false), ("one", false),
    ]
  )
  func versions(version: String, isRead: Bool) {
    #expect(GoldenFile.understands(version) == isRead)
  }
}
