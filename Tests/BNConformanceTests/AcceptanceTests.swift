// SPDX-License-Identifier: MIT

import BNTestSupport
import Foundation
import BNGoldenCases
import BNTensors
import Testing

@testable import BNRunning

@Suite("Acceptance of goldens")
struct AcceptanceTests {
  /// A golden folder with two pending files and their list.
  private struct Stage {
    let root = Result { try TemporaryFolder() }

    var golden: String { get throws { try root.get().path } }
    var pending: String { get throws { try golden + "/pending" } }

    init(change: (inout GoldenCase) throws -> Void = { _ in }) async throws {
      try FileManager.default.createDirectory(
        atPath: try pending,
        withIntermediateDirectories: true
      )
      var entries: [String: PendingManifest.Entry] = [:]
      for file in SmallSuite.files {
        try await SmallSuite.write(file, to: try pending, change: change)
        let cases = try GoldenFile.read(path: try pending + "/" + file).cases.map { try $0.get() }
        entries[file] = .init(cases: cases.count, digest: ContentDigest(cases: cases))
      }
      try PendingManifest(files: entries, versions: ["generator": "test"])
        .write(folder: try pending)
    }

    /// Judges pending files as the command does, but reads them in this process.
    func objections(_ folder: PendingFolder, _ names: [String]) async throws -> [String] {
      let acceptance = Acceptance(folder: folder, names: names)
      let plan = acceptance.plan(jobs: 1)
      return acceptance.objections(try await plan.judged().run)
    }
  }

  @Test("accepts what the reference confirms, and renews the manifest")
  func accepts() async throws {
    let stage = try await Stage()
    var folder = try PendingFolder(golden: try stage.golden)
    let names = try folder.names([])
    #expect(names == SmallSuite.files)
    #expect(names.map(folder.change) == [.new, .new])
    #expect(try await stage.objections(folder, names) == [])
    try folder.accept(["alpha.h5"], toolVersion: "1")
    let manifest = try Manifest.read(folder: try stage.golden)
    #expect(manifest.files.map(\.name) == ["alpha.h5"])
    #expect(manifest.versions == ["generator": "test", "reference": "bnconform 1"])
    let golden = try GoldenFolder(path: try stage.golden)
    #expect(await manifest.verify(folder: golden, by: ReaderHere()) == [])
    #expect(try PendingManifest.read(folder: try stage.pending).names == ["beta.h5"])
    try folder.accept(["beta.h5"], toolVersion: "1")
    #expect(try FileManager.default.contentsOfDirectory(atPath: try stage.pending) == [])
    let whole = try Manifest.read(folder: try stage.golden)
    let all = try GoldenFolder(path: try stage.golden)
    #expect(await whole.verify(folder: all, by: ReaderHere()) == [])
    #expect(whole.files.count == 2)
  }

  @Test("objects to a value that is one bit off, and names the case")
  func objectsToValues() async throws {
    let stage = try await Stage { golden in
      guard golden.id.text == "beta/two/f32" else { return }
      golden.expectations[0].tensors[.runningMean] = Tensor(
        vector: .float32([0.1, Float(0.2).nextUp])
      )
    }
    let folder = try PendingFolder(golden: try stage.golden)
    let objections = try await stage.objections(folder, SmallSuite.files)
    #expect(objections.count == 1)
    #expect(objections.first?.hasPrefix("beta.h5: beta/two/f32: running_mean after step 0") == true)
  }

  @Test("objects to a file that is not the one the oracle wrote")
  func objectsToDigests() async throws {
    let stage = try await Stage()
    let folder = try PendingFolder(golden: try stage.golden)
    try await SmallSuite.write("alpha.h5", to: try stage.pending) { $0.metadata.title += "!" }
    let objections = try await stage.objections(folder, SmallSuite.files)
    #expect(
      objections == ["alpha.h5: its content digest is not the one that the oracle computed"]
    )
  }

  @Test("objects to a missing file and to a golden that is in no manifest")
  func objectsToFiles() async throws {
    let stage = try await Stage()
    let folder = try PendingFolder(golden: try stage.golden)
    try FileManager.default.moveItem(
      atPath: try stage.pending + "/alpha.h5",
      toPath: try stage.golden + "/gamma.h5"
    )
    let objections = try await stage.objections(folder, SmallSuite.files)
    #expect(objections.contains { $0.hasPrefix("alpha.h5: ") })
    #expect(objections.last == "gamma.h5: is in the golden folder, but in no manifest")
  }

  @Test("knows files by name, stem or path, and suggests others")
  func names() async throws {
    let stage = try await Stage()
    let folder = try PendingFolder(golden: try stage.golden)
    #expect(try folder.names(["beta", "Golden/pending/alpha.h5"]) == SmallSuite.files)
    let expected = AcceptanceError("alpa: is not pending; did you mean alpha.h5?")
    #expect(throws: expected) { try folder.names(["alpa"]) as [String] }
    #expect(throws: AcceptanceError.self) { try PendingFolder(golden: "nowhere") as PendingFolder }
  }

  @Test("rejects files and forgets them; strays are told")
  func rejects() async throws {
    let stage = try await Stage()
    var folder = try PendingFolder(golden: try stage.golden)
    try await SmallSuite.write("gamma.h5", to: try stage.pending)
    #expect(folder.strays == ["gamma.h5"])
    try folder.reject(["alpha.h5"])
    #expect(try PendingManifest.read(folder: try stage.pending).names == ["beta.h5"])
    #expect(!FileManager.default.fileExists(atPath: try stage.pending + "/alpha.h5"))
  }
}
