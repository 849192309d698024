// SPDX-License-Identifier: MIT

import BNTestSupport
import BNVerdicts
import Foundation
import BNGoldenCases
import Testing

@testable import BNRunFile

@Suite("Run file")
struct RunFileTests {
  private func run() throws -> RunFile {
    RunFile(
      header: Synthetic.header(),
      records: [
        .file(Synthetic.record("a.h5", ["a/1/f32", "a/2/f32"])),
        Synthetic.recorded("a.h5", "a/1/f32"),
        Synthetic.recorded("a.h5", "a/2/f32"),
        .problem(RunProblem(.format, file: "b.h5", caseName: "b/1/f32", problem: "is torn")),
        .warning(RunWarning("look out")),
        .footer(
          RunFooter(
            counts: OutcomeCounts([Synthetic.outcome(), Synthetic.outcome()]),
            problems: 1,
            digest: nil,
            exitCode: 2,
            milliseconds: 12.5
          )
        ),
      ]
    )
  }

  private func parse(_ text: String) throws -> RunFile {
    try RunFile(parsing: Array(text.utf8), path: "run.jsonl")
  }

  private func text(_ run: RunFile) throws -> String {
    String(decoding: try run.encoded(), as: UTF8.self)
  }

  @Test("is read as it was written")
  func roundTrip() throws {
    let run = try run()
    #expect(try parse(try text(run)) == run)
  }

  @Test("holds one flat object a line, with its type")
  func lines() throws {
    let lines = try text(try run()).split(separator: "\n")
    let types = try lines.map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["type"] as? String
    }
    #expect(types == ["header", "file", "case", "case", "problem", "warning", "footer"])
    let first = try JSONSerialization.jsonObject(with: Data(lines[2].utf8)) as? [String: Any]
    #expect(first?["id"] as? String == "a/1/f32" && first?["file"] as? String == "a.h5")
  }

  @Test("survives being torn at any byte of its last line")
  func torn() throws {
    let run = try run()
    let bytes = try run.encoded()
    let lastLine = try #require(bytes.dropLast().lastIndex(of: UInt8(ascii: "\n"))) + 1
    for end in lastLine..<bytes.count - 1 {
      let read = try RunFile(parsing: bytes[..<end], path: "run.jsonl")
      #expect(read.footer == nil)
      #expect(read.outcomes == run.outcomes && read.problems == run.problems)
    }
    let whole = try RunFile(parsing: bytes[..<(bytes.count - 1)], path: "run.jsonl")
    #expect(whole.footer == run.footer)
  }

  @Test(
    "is refused if a number in it is none that a run could have written",
    arguments: [
      ("\"milliseconds\":12.5", "\"milliseconds\":1e300"),
      ("\"milliseconds\":12.5", "\"milliseconds\":-1"),
      ("\"problems\":1", "\"problems\":-9223372036854775808"),
      ("\"passed\":2", "\"passed\":9223372036854775807"),
      ("\"cases\":2", "\"cases\":9223372036854775807"),
    ]
  )
  func implausible(member: String, hostile: String) throws {
    let text = try text(try run())
    #expect(text.contains(member))
    #expect(throws: RunFileError.self) { try parse(text.replacing(member, with: hostile)) }
  }

  @Test("is refused if a line in its middle, or a last one that is whole, is no record")
  func damaged() throws {
    var lines = try text(try run()).split(separator: "\n").map(String.init)
    lines[2] = "{\"type\":\"case\"}"
    #expect(throws: RunFileError(path: "run.jsonl", line: 3, problem: "is no record of a run")) {
      try self.parse(lines.joined(separator: "\n") + "\n")
    }
    let tail = try text(try run()).prefix { $0 != "\n" } + "\nx\n"
    do throws(RunFileError) {
      _ = try RunFile(parsing: Array(tail.utf8), path: "run.jsonl")
      Issue.record("read")
    } catch {
      #expect(error.line == 2 && error.problem == "is no record of a run")
      #expect(error.hint?.contains("--resume") == true)
    }
  }

  @Test(
    "that is to be continued loses what a kill has left behind its last record, and nothing else",
    arguments: ["garbage\n", "{\"type\":\"case\"}\n\0\0\0\0\n", "\0\0\0\0", "{\"ty"]
  )
  func garbage(tail: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run.jsonl")
    let lines = try text(try run()).split(separator: "\n").map { $0 + "\n" }
    let part = lines[..<3].joined() + tail
    try Data(part.utf8).write(to: URL(filePath: path))
    let (broken, dropped) = try RunFile.readBroken(path: path)
    #expect(dropped == 4 && broken.outcomes.count == 1)
    try Data((part + lines[3]).utf8).write(to: URL(filePath: path))
    if tail.hasSuffix("\n") {
      // A record follows: the file is damaged in its midst, and what that took is not known.
      #expect(throws: RunFileError.self) { try Self.resume(path) }
    }
    try Data(lines.joined().utf8).write(to: URL(filePath: path))
    #expect(try RunFile.readBroken(path: path).droppedFrom == nil)
  }

  private static func resume(_ path: String) throws { _ = try RunFile.readBroken(path: path) }

  @Test("is refused without a header, with two, or with one of another major version")
  func headers() throws {
    let lines = try text(try run()).split(separator: "\n").map(String.init)
    #expect(throws: RunFileError(path: "run.jsonl", line: 1, problem: "is no header of a run")) {
      try self.parse(lines[1] + "\n")
    }
    #expect(throws: RunFileError.self) { try self.parse("") }
    #expect(throws: RunFileError.self) { try self.parse("hello\n") }
    #expect(throws: RunFileError(path: "run.jsonl", line: 2, problem: "is a second header")) {
      try self.parse(lines[0] + "\n" + lines[0] + "\n")
    }
    let version = "\"formatVersion\":\""
    let newer = lines[0].replacing(version + "1.0", with: version + "1.7")
    #expect(try parse(newer + "\n").header.formatVersion == "1.7")
    #expect(throws: RunFileError.self) {
      try self.parse(lines[0].replacing(version + "1.0", with: version + "2.0") + "\n")
    }
  }

  @Test("puts files that were worked on at the same time into the order of the plan")
  func order() throws {
    let mixed = RunFile(
      header: Synthetic.header(),
      records: [
        .file(Synthetic.record("b.h5", ["b/1/f32"])),
        Synthetic.recorded("b.h5", "b/1/f32"),
        .file(Synthetic.record("a.h5", ["a/2/f32", "a/1/f32"])),
        Synthetic.recorded("a.h5", "a/2/f32"),
        Synthetic.recorded("a.h5", "a/1/f32"),
      ]
    )
    #expect(mixed.files.map(\.file) == ["a.h5", "b.h5"])
    #expect(mixed.outcomes.map(\.outcome.id) == ["a/2/f32", "a/1/f32", "b/1/f32"])
  }

  @Test("has a canonical form without times, host, order and command line")
  func canonical() throws {
    let one = try run()
    var other = one
    other.header.started = "2027-02-28T00:00:00Z"
    other.header.machine.host = "elsewhere"
    other.header.settings.commandLine = ["x"]
    other.header.settings.jobs = 7
    other.outcomes.reverse()
    for index in other.outcomes.indices { other.outcomes[index].outcome.milliseconds *= 3 }
    other.footer?.milliseconds = 1
    #expect(other != one)
    #expect(try other.canonicalForm.encoded() == one.canonicalForm.encoded())
    other.outcomes[0].outcome.status = .failed
    #expect(other.canonicalForm != one.canonicalForm)
  }

  @Test("has a suite digest only if every planned file was read to its end")
  func suiteDigest() throws {
    var a = Synthetic.record("a.h5", [])
    a.digest = try Synthetic.digest("a")
    var b = Synthetic.record("b.h5", [])
    b.digest = try Synthetic.digest("b")
    let digest = try #require(a.digest)
    let other = try #require(b.digest)
    let both = RunFile(header: Synthetic.header(), records: [.file(a), .file(b)])
    #expect(both.suiteDigest == ContentDigest(files: ["a.h5": digest, "b.h5": other]))
    #expect(RunFile(header: Synthetic.header(), records: [.file(a)]).suiteDigest == nil)
    b.digest = nil
    #expect(RunFile(header: Synthetic.header(), records: [.file(a), .file(b)]).suiteDigest == nil)
  }
}
