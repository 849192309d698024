// SPDX-License-Identifier: MIT

import BNGoldenCases
import Testing

@testable import BNRunFile
@testable import BNRunning

@Suite("Ids and digests across files")
struct IDCheckTests {
  private func check(
    _ ids: [Int: FileIDs],
    answered: [String] = [],
    golden: GoldenSource = .usualPlace
  ) -> [RunProblem] {
    let plan = Synthetic.plan(["a.h5", "b.h5"])
    return IDCheck(plan: plan, ids: ids, answered: answered, golden: golden).problems
  }

  @Test("finds an id that two files share, and names both")
  func duplicate() {
    let problems = check([
      0: FileIDs(selected: ["a/1/f32", "a/2/f32"]), 1: FileIDs(selected: ["a/2/f32"]),
    ])
    #expect(problems.map(\.kind) == [.duplicate])
    #expect(problems.map(\.description) == ["b.h5: a/2/f32: is also the id of a case in a.h5"])
    #expect(check([0: FileIDs(selected: ["a/1/f32"], others: ["a/2/f32"])]).isEmpty)
  }

  @Test("finds answers to cases that are not there, but not to cases that were left out")
  func superfluous() {
    let ids = [0: FileIDs(selected: ["a/1/f32"], others: ["a/2/f32"])]
    let answered = ["a/1/f32", "a/2/f32", "a/3/f32", "z/9/f32"]
    let problems = check(ids, answered: answered)
    #expect(problems.map(\.caseName) == ["a/3/f32", "z/9/f32"])
    #expect(problems.allSatisfy { $0.kind == .extraAnswer })
    #expect(check(ids, answered: answered, golden: .files).map(\.caseName) == ["a/3/f32"])
  }

  @Test("warns of files that are not what the manifest says")
  func manifest() throws {
    let (a, b) = (try #require(try Synthetic.digest("a")), try #require(try Synthetic.digest("b")))
    let manifest = Manifest(
      formatVersion: "1.0",
      files: [
        Manifest.Entry(name: "a.h5", cases: 1, digest: a),
        Manifest.Entry(name: "b.h5", cases: 1, digest: b),
        Manifest.Entry(name: "c.h5", cases: 1, digest: b),
      ],
      versions: [:]
    )
    var files = ["a.h5", "b.h5", "d.h5"].map { Synthetic.record($0, []) }
    (files[0].digest, files[1].digest) = (a, a)
    let check = ManifestCheck(manifest: manifest, planned: files.map(\.file))
    let warnings = check.warnings(files).map(\.text)
    #expect(
      warnings == [
        "b.h5: is not the file that MANIFEST.json describes", "d.h5: is not in MANIFEST.json",
        "c.h5: is in MANIFEST.json, but not in the folder",
      ]
    )
    files[1].digest = nil
    #expect(check.warnings(files).count == 2)
  }
}
