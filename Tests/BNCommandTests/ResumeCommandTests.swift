// SPDX-License-Identifier: MIT

import BNTestSupport
import BNRunFile
import Foundation
import Testing

@Suite("bnconform run --resume, --last-failed")
struct ResumeCommandTests {
  private let reference = ["run", "--implementation", "reference", "--show", "none"]

  /// A suite with a run file of the reference in it.
  private func judged(_ implementation: String = "reference") async throws -> (SmallSuite, String) {
    let suite = try await SmallSuite()
    let path = suite.folder.file("run.jsonl")
    _ = try await Program.run([
      "run", "--implementation", implementation, "--golden", suite.folder.path, "--report",
      "jsonl=" + path,
    ])
    return (suite, path)
  }

  /// The run file of a stranger: it was broken off, and names a program that leaves a trace.
  private func strange() async throws -> (suite: SmallSuite, run: String, trace: String) {
    let (suite, path) = try await judged()
    let (trace, script) = (suite.folder.file("trace"), suite.folder.file("program.sh"))
    try Data("#!/bin/sh\ntouch '\(trace)'\n".utf8).write(to: URL(filePath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let lines = text.split(separator: "\n")
    let header = lines[0].replacing("\"reference\"", with: "\"\(script)\"")
    #expect(header != lines[0])
    try Data("\(header)\n\(lines[1])\n".utf8).write(to: URL(filePath: path))
    return (suite, path, trace)
  }

  @Test(
    "starts no program that a run file names if anything else is asked for",
    arguments: [
      ["--resume=RUN", "--implementation=reference"], ["--resume=RUN", "--strict"],
      ["--resume", "RUN", "--strict"], ["--resume=RUN", "--golden=GOLDEN"],
      ["--implementation=reference", "--resume=RUN"], ["--resume=RUN", "--show=none"],
      ["--last-failed=RUN"], ["--last-failed", "RUN", "--strict"],
    ]
  )
  func stranger(words: [String]) async throws {
    let (suite, run, trace) = try await strange()
    let arguments = words.map {
      $0.replacing("RUN", with: run).replacing("GOLDEN", with: suite.folder.path)
    }
    let result = try await Program.run(["run"] + arguments, environment: suite.environment)
    #expect([2, 3, 64].contains(result.code), "\(result.error)")
    #expect(!FileManager.default.fileExists(atPath: trace))
  }

  @Test("as the only option starts it, and says so; either spelling is one option")
  func alone() async throws {
    for joined in [true, false] {
      let (suite, run, trace) = try await strange()
      let words = joined ? ["run", "--resume=\(run)"] : ["run", "--resume", run]
      let result = try await Program.run(words, environment: suite.environment)
      #expect(result.error.contains("resuming: bnconform run --implementation "))
      #expect(FileManager.default.fileExists(atPath: trace))
    }
  }

  @Test("of a complete run says so; other options than those of the run are refused")
  func complete() async throws {
    let (suite, run) = try await judged()
    let alone = try await Program.run(["run", "--resume=\(run)"], environment: suite.environment)
    #expect(alone.code == 0 && alone.error == "\(run): the run is complete, 4 cases\n")
    let words = reference + ["--golden", suite.folder.path, "--resume=\(run)"]
    let strict = try await Program.run(words + ["--strict"])
    #expect(strict.code == 2 && strict.error.contains("differ in --strict: false and true"))
    let junit = suite.folder.file("run.xml")
    let same = try await Program.run(words + ["--report", "junit=\(junit)"])
    #expect(same.code == 0 && FileManager.default.fileExists(atPath: junit))
    #expect(try RunFile.read(path: run).outcomes.count == 4)
  }

  @Test("goes on where a machine has left garbage behind the last record")
  func garbage() async throws {
    let (suite, run) = try await judged()
    let lines = try String(contentsOfFile: run, encoding: .utf8).split(separator: "\n")
    let part = lines[..<3].map { $0 + "\n" }.joined() + "\0\0\u{1}garbage\n"
    try Data(part.utf8).write(to: URL(filePath: run))
    let refused = try await Program.run(["report", run, "--markdown", "/dev/null"])
    #expect(refused.code == 2 && refused.error.contains("run.jsonl: line 4: is no record"))
    let words = reference + ["--golden", suite.folder.path, "--resume", run]
    let result = try await Program.run(words)
    #expect(result.code == 0 && result.output.contains("4 passed"))
    #expect(result.error.contains("line 4 and what follows is no record of a run"))
    #expect(try RunFile.read(path: run).footer?.exitCode == 0)
  }

  @Test("judges what readers that were killed have left")
  func killed() async throws {
    let suite = try await SmallSuite()
    let (run, script) = (suite.folder.file("run.jsonl"), suite.folder.file("reader.sh"))
    try Data("#!/bin/sh\nkill -9 $$\n".utf8).write(to: URL(filePath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    let words = reference + ["--golden", suite.folder.path, "--resume", run]
    let killed = try await Program.run(words, environment: ["BNCONFORM_READER": script])
    #expect(killed.code == 2)
    #expect(try RunFile.read(path: run).footer != nil)
    let result = try await Program.run(["run", "--resume", run])
    #expect(result.code == 0 && result.output.contains("4 passed"))
    #expect(try RunFile.read(path: run).problems.isEmpty)
  }

  @Test("--last-failed judges whom the run file names, if it is one of ours, and says so")
  func lastFailed() async throws {
    let (suite, run) = try await judged("fault:eps-outside-root")
    let words = ["run", "--last-failed", run, "--golden", suite.folder.path]
    let result = try await Program.run(words)
    #expect(result.code == 1 && result.output.contains("fault:eps-outside-root 1 (Swift)"))
    #expect(result.error.contains("judging fault:eps-outside-root, the implementation of \(run)"))
    let own = try await Program.run(words + ["--implementation", "reference"])
    #expect(own.code == 0 && !own.error.contains("judging"))
  }

  @Test(
    "nobody is judged unasked, and an empty text names nobody",
    arguments: [
      (["run"], "say what to judge"),
      (["run", "--implementation", ""], "--implementation is given an"),
      (["run", "--implementation", " "], "is the variable behind it set?"),
      (["smoke", ""], "word 2 of the command line is given an empty text"),
      (["compare", "a.jsonl", ""], "word 3 of the command line is given an"),
      (["report", "", "--html", "x.html"], "word 2 of the command line is given an"),
      (["report", "a.jsonl", "--html="], "--html is given an"),
      (["export", "-o", ""], "-o is given an"),
      (["run", "--implemention", "reference"], "Unknown option '--implemention'"),
      (["run", "--implementation", "reference", "--expect", ""], "--expect is given an"),
      (["run", "--last-failed", ""], "--last-failed is given an"),
      (["list", "--filter", ""], "--filter is given an"),
      (["list", "--golden", ""], "--golden is given an"),
    ]
  )
  func unasked(words: [String], text: String) async throws {
    let suite = try await SmallSuite()
    let result = try await Program.run(words, environment: suite.environment)
    #expect(result.code == 64 && result.error.contains(text) && result.output.isEmpty)
  }
}
