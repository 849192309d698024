// SPDX-License-Identifier: MIT

import BNTestSupport
import Foundation
import BNGoldenCases
import Testing

@testable import BNRunFile
@testable import BNRunning
@testable import BNVerdicts

@Suite("bnconform golden")
struct GoldenCommandTests {
  /// A golden folder whose files are all pending.
  private func stage() async throws -> SmallSuite {
    let suite = try await SmallSuite()
    let pending = suite.folder.file("pending")
    try FileManager.default.createDirectory(atPath: pending, withIntermediateDirectories: false)
    var files: [String: PendingManifest.Entry] = [:]
    for file in SmallSuite.files {
      let cases = try GoldenFile.read(path: suite.folder.file(file)).cases.map { try $0.get() }
      files[file] = .init(cases: cases.count, digest: ContentDigest(cases: cases))
      try FileManager.default.moveItem(
        atPath: suite.folder.file(file),
        toPath: pending + "/" + file
      )
    }
    try PendingManifest(files: files, versions: ["generator": "test"]).write(folder: pending)
    return suite
  }

  private func golden(
    _ verb: String,
    _ suite: SmallSuite,
    _ arguments: [String] = [],
    environment: [String: String] = [:]
  ) async throws -> Program.Result {
    try await Program.run(
      ["golden", verb] + arguments + ["--golden", suite.folder.path],
      environment: environment
    )
  }

  @Test("goes from pending over accept to verify")
  func accept() async throws {
    let suite = try await stage()
    let pending = try await golden("pending", suite)
    #expect(pending.output == "alpha.h5  2 cases  new\nbeta.h5  2 cases  new\n")
    let accepted = try await golden("accept", suite)
    #expect(accepted.code == 0 && accepted.output.contains("2 files accepted\n"))
    let verified = try await golden("verify", suite)
    #expect(verified.code == 0 && verified.output.hasPrefix("✔ 4 cases in 2 files, digest "))
    #expect(verified.output.hasSuffix("✔ the reference's run is the accepted one\n"))
    let nothing = try await golden("pending", suite)
    #expect(nothing.code == 0 && nothing.output == "nothing is pending\n")
    try await suite.rewrite("beta.h5", case: "beta/one/f32") { $0.metadata.title = "Other" }
    let changed = try await golden("verify", suite)
    #expect(changed.code == 1 && changed.output.hasPrefix("✘ beta.h5: has the content digest "))
  }

  @Test("tells where the reference's run is not the accepted one, and accepts it anew")
  func report() async throws {
    let suite = try await stage()
    _ = try await golden("accept", suite)
    let path = suite.folder.file("reports/reference.jsonl")
    let report = try String(contentsOfFile: path, encoding: .utf8)
    var other = try RunFile.read(path: path)
    other.outcomes[0].outcome.status = .failed
    other.outcomes[0].outcome.items = [JudgedItem(step: 0, name: "output", verdict: .failed)]
    other.footer = RunFooter(other, exitCode: RunExitCode(other), milliseconds: 0)
    try Data(try other.encoded()).write(to: URL(filePath: path))
    let verified = try await golden("verify", suite)
    #expect(verified.code == 1)
    #expect(verified.output.contains("✘ reference: alpha/one/f32: failed then, passed now\n"))
    #expect(try await golden("accept", suite, ["--report"]).code == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == report)
    #expect(try await golden("verify", suite).code == 0)
  }

  @Test("shows what pending files would change")
  func review() async throws {
    let suite = try await stage()
    let new = try await golden("review", suite)
    #expect(
      new.output.contains("alpha.h5  2 added, 0 removed, 0 changed, 0 unchanged\n+ alpha/one/f32")
    )
    _ = try await golden("accept", suite)
    #expect(try await golden("review", suite).output == "nothing is pending\n")
  }

  @Test("accepts nothing if one value is off")
  func refuses() async throws {
    let suite = try await stage()
    try await suite.rewrite("pending/beta.h5", case: "beta/one/f32") { $0.metadata.title = "Other" }
    let result = try await golden("accept", suite)
    #expect(result.code == 1)
    #expect(result.output.contains("✘ beta.h5: its content digest is not the one that the oracle"))
    #expect(result.output.hasSuffix("nothing was accepted\n"))
    #expect(!FileManager.default.fileExists(atPath: suite.folder.file("alpha.h5")))
  }

  @Test("changes nothing under CI", arguments: ["accept", "reject"])
  func continuousIntegration(verb: String) async throws {
    let suite = try await stage()
    let result = try await golden(verb, suite, environment: ["CI": "true"])
    #expect(result.code == 2 && result.error.contains("not changed under CI"))
    #expect(FileManager.default.fileExists(atPath: suite.folder.file("pending/alpha.h5")))
  }

  @Test("rejects what is named, and suggests names that look alike")
  func reject() async throws {
    let suite = try await stage()
    let wrong = try await golden("reject", suite, ["alpa.h5"])
    #expect(wrong.code == 2 && wrong.error.contains("did you mean alpha.h5?"))
    let rejected = try await golden("reject", suite, ["alpha"])
    #expect(rejected.code == 0)
    let pending = try await golden("pending", suite)
    #expect(pending.output == "beta.h5  2 cases  new\n")
  }
}
