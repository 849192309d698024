// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import BNGoldenCases

/// The suite that is kept in the repository.
///
/// `bnconform golden verify` looks at all of it; an unoptimised build takes ten seconds for that, so
/// that here the tensors of the smaller files are enough.
@Suite struct CommittedSuiteTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Golden").path(percentEncoded: false)

  @Test("has the files and the numbers of cases that its manifest says, every head readable")
  func heads() throws {
    let manifest = try Manifest.read(folder: Self.folder)
    let folder = try GoldenFolder(path: Self.folder)
    #expect(folder.files == manifest.files.map { Self.folder + "/" + $0.name })
    var ids: Set<CaseID> = []
    for (path, entry) in zip(folder.files, manifest.files) {
      let summaries = try GoldenFile.catalog(path: path).map { try $0.get() }
      #expect(summaries.count == entry.cases, "\(entry.name)")
      for summary in summaries {
        #expect(ids.insert(summary.id).inserted, "\(summary.id) stands in two files")
        #expect("\(summary.id.feature).h5" == entry.name)
      }
    }
  }

  @Test("says what its manifest says", arguments: ["empty.h5", "errors.h5", "state.h5"])
  func digests(name: String) throws {
    let manifest = try Manifest.read(folder: Self.folder)
    let entry = try #require(manifest.files.first { $0.name == name })
    let cases = try GoldenFile.read(path: Self.folder + "/" + name).cases.map { try $0.get() }
    #expect(ContentDigest(cases: cases) == entry.digest)
  }
}
