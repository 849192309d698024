// SPDX-License-Identifier: MIT

import BNTestSupport
import Foundation
import Testing

@testable import BNGoldenCases

@Suite struct ManifestTests {
  /// A folder of two golden files.
  private static func folder() throws -> (TemporaryFolder, GoldenFolder) {
    let folder = try TemporaryFolder()
    let random = try GoldenFileTests.cases(0..<4)
    try GoldenFile.write(
      cases: random,
      header: GoldenFileTests.header,
      to: folder.file("random.h5")
    )
    let mine = [try ExampleCase.make()]
    try GoldenFile.write(cases: mine, header: ExampleCase.header, to: folder.file("mine.h5"))
    return (folder, try GoldenFolder(path: folder.path))
  }

  private func describe(
    _ folder: GoldenFolder,
    _ versions: [String: String] = [:]
  ) async throws -> Manifest {
    try await Manifest(describing: folder, versions: versions, by: ReaderHere())
  }

  @Test("describes a folder, and finds it as described after a round trip")
  func roundTrip() async throws {
    let (temporary, folder) = try Self.folder()
    let manifest = try await describe(folder, ["oracle": "1", "generator": "2"])
    #expect(manifest.files.map(\.name) == ["mine.h5", "random.h5"])
    #expect(manifest.files.map(\.cases) == [1, 4])
    try manifest.write(folder: temporary.path)
    let read = try Manifest.read(folder: temporary.path)
    #expect(read == manifest)
    #expect(await read.verify(folder: folder, by: ReaderHere()) == [])
    let bytes = try Data(contentsOf: URL(filePath: temporary.file(Manifest.fileName)))
    #expect(try read.encoded() == Array(bytes))
    #expect(try temporary.names() == [Manifest.fileName, "mine.h5", "random.h5"])
  }

  @Test("tells a missing file from one too many")
  func files() async throws {
    let (temporary, folder) = try Self.folder()
    let manifest = try await describe(folder)
    try FileManager.default.moveItem(
      atPath: temporary.file("mine.h5"),
      toPath: temporary.file("other.h5")
    )
    let moved = try GoldenFolder(path: temporary.path)
    #expect(
      await manifest.verify(folder: moved, by: ReaderHere())
        == [.missingFile(name: "mine.h5"), .extraFile(name: "other.h5")]
    )
  }

  @Test("tells other cases and another number of cases")
  func contents() async throws {
    let (temporary, folder) = try Self.folder()
    let manifest = try await describe(folder)
    let cases = try GoldenFileTests.cases(0..<3)
    let path = temporary.file("random.h5")
    try GoldenFile.write(cases: cases, header: GoldenFileTests.header, to: path)
    let digest = ContentDigest(cases: cases)
    #expect(
      await manifest.verify(folder: folder, by: ReaderHere()) == [
        .caseCount(name: "random.h5", manifest: 4, folder: 3),
        .digest(name: "random.h5", manifest: manifest.files[1].digest, folder: digest),
      ]
    )
  }

  @Test("tells a file that cannot be read, and its case")
  func unreadable() async throws {
    let (temporary, folder) = try Self.folder()
    let manifest = try await describe(folder)
    try FileManager.default.removeItem(atPath: temporary.file("mine.h5"))
    var draft = try DraftFile.golden()
    draft.attributes["eps"] = nil
    try draft.write(to: temporary.file("mine.h5"))
    try Data("no".utf8).write(to: URL(filePath: temporary.file("random.h5")))
    let lines = await manifest.verify(folder: folder, by: ReaderHere()).map(\.description)
    try #require(lines.count == 2)
    #expect(lines[0].hasSuffix("mine.h5: mine/two-values/f32: attribute eps: is missing"))
    #expect(lines[1].contains("random.h5: cannot open the file"))
  }

  @Test("tells a manifest that contradicts itself")
  func contradictions() async throws {
    let (temporary, folder) = try Self.folder()
    // The files go away with the last use of their folder.
    defer { withExtendedLifetime(temporary) {} }
    var manifest = try await describe(folder)
    let computed = manifest.digest
    manifest.digest = ContentDigest(cases: [])
    manifest.files.append(manifest.files[0])
    manifest.formatVersion = "2.0"
    #expect(
      await manifest.verify(folder: folder, by: ReaderHere()) == [
        .formatVersion(manifest: "2.0"),
        .suiteDigest(manifest: manifest.digest, computed: computed),
        .repeatedFile(name: "mine.h5"),
      ]
    )
  }

  @Test(
    "says in one line why a text is not a manifest",
    arguments: [
      ("", "is not a manifest: "), ("{}", "is not a manifest: format_version is missing"),
      (
        #"{"format_version":"1.0","files":[],"digest":"x","versions":{}}"#,
        "is not a manifest: digest: a content digest has 64 lower-case hexadecimal digits"
      ),
    ]
  )
  func malformed(text: String, problem: String) throws {
    let folder = try TemporaryFolder()
    try Data(text.utf8).write(to: URL(filePath: folder.file(Manifest.fileName)))
    do throws(GoldenFormatError) {
      _ = try Manifest.read(folder: folder.path)
      Issue.record("read \(text)")
    } catch {
      #expect(error.problem.hasPrefix(problem))
      #expect(!error.description.contains("\n"))
    }
  }
}
