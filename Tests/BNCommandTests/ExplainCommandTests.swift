// SPDX-License-Identifier: MIT

import BNTestSupport
import Foundation
import BNGoldenCases
import Testing

@Suite("bnconform explain")
struct ExplainCommandTests {
  private static let id = SmallSuite.ids[0]

  @Test("shows one channel by its number, and refuses one that the case does not have")
  func channel() async throws {
    let suite = try await SmallSuite()
    let words = ["explain", Self.id, suite.folder.path, "--channel"]
    let last = try await Program.run(words + ["1"])
    #expect(last.code == 0)
    #expect(last.output.contains("  channel 1: ") && !last.output.contains("  channel 0: "))
    let beyond = try await Program.run(words + ["2"])
    #expect(beyond.code == 64 && beyond.error.contains("--channel 2: the channels are 0 to 1"))
    #expect(try await Program.run(words + ["1", "--channels", "1"]).code == 64)
  }

  @Test("lays the values of an implementation beside the expected ones")
  func implementation() async throws {
    let suite = try await SmallSuite()
    let result = try await Program.run([
      "explain", Self.id, suite.folder.path, "--channel", "0",
      "--implementation", "fault:biased-running-var",
    ])
    #expect(result.code == 0)
    let own = result.output.split(separator: "\n").filter { $0.hasPrefix("      yours ") }
    #expect(own.map { $0.hasSuffix("the same bits") } == [true, true, true, false])
  }

  @Test("shows what a run recorded, unless it judged other goldens or not the case")
  func run() async throws {
    let suite = try await SmallSuite()
    let path = suite.folder.file("run.jsonl")
    _ = try await Program.run([
      "run", suite.folder.file("alpha.h5"), "--report", "jsonl=\(path)",
      "--implementation", "fault:biased-running-var",
    ])
    let words = ["explain", Self.id, suite.folder.file("alpha.h5"), "--run", path]
    let result = try await Program.run(words)
    #expect(result.code == 0)
    #expect(result.output.contains("recorded: failed: running_var after step 0"))
    #expect(result.output.contains("\n  recorded\n"))
    let other = try await Program.run([
      "explain", "beta/one/f32", suite.folder.path, "--run", path,
    ])
    #expect(other.code == 2 && other.error.contains("did not judge beta/one/f32"))
    try await suite.rewrite("alpha.h5", case: Self.id) { $0.metadata.title = "Another" }
    let changed = try await Program.run(words)
    #expect(changed.code == 2 && changed.error.contains("another version of the golden file"))
  }

  @Test("prints no command to the log of a job, whatever a golden file says")
  func logCommands() async throws {
    let suite = try await SmallSuite()
    try await suite.rewrite("alpha.h5", case: Self.id) { golden in
      golden.metadata.title = "see ##[add-mask]a"
      golden.metadata.rationale = "one\n::add-mask::b\n ##vso[x]c"
    }
    for command in ["explain", "show", "list"] {
      let words = command == "list" ? [suite.folder.path] : [Self.id, suite.folder.path]
      let result = try await Program.run([command] + words)
      #expect(result.code == 0 && result.output.contains("# #[add-mask]a"))
      for line in result.output.split(separator: "\n") {
        #expect(!line.contains("##[") && !line.contains("##vso["))
        #expect(!line.drop { $0 == " " }.hasPrefix("::"))
      }
    }
  }
}
