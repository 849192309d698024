// SPDX-License-Identifier: MIT

import BNTestSupport
import BNRunFile
import Foundation
import Testing

@Suite("What commands write")
struct OutputTests {
  /// A suite with a run file, an answers-like copy of a golden file and links to both.
  private func place() async throws -> SmallSuite {
    let suite = try await SmallSuite()
    let folder = suite.folder
    _ = try await Program.run([
      "run", "--implementation", "fault:eps-outside-root", "--golden", folder.path, "--jobs", "1",
      "--report", "jsonl=" + folder.file("r.jsonl"),
    ])
    let files = FileManager.default
    try files.createSymbolicLink(atPath: folder.file("link.h5"), withDestinationPath: "alpha.h5")
    try files.linkItem(atPath: folder.file("r.jsonl"), toPath: folder.file("hard.jsonl"))
    try files.createSymbolicLink(atPath: folder.file("dangling"), withDestinationPath: "new.xml")
    return suite
  }

  @Test(
    "is never what they read, nor one file twice, whatever it is called",
    arguments: [
      "export alpha.h5 -o alpha.h5", "export alpha.h5 -o ./link.h5",
      "run --implementation reference alpha.h5 --report json=alpha.h5",
      "run --implementation reference link.h5 --report junit=../F/alpha.h5",
      "run --implementation reference alpha.h5 --report json=x --report html=./x",
      "run --implementation reference alpha.h5 --report json=new.xml --report html=dangling",
      "run --last-failed r.jsonl --report jsonl=hard.jsonl alpha.h5",
      "run --implementation reference alpha.h5 --shard 1/1 --shard-costs r.jsonl --report json=r.jsonl",
      "run --implementation sh%./r.jsonl alpha.h5 --report json=r.jsonl",
      "run --implementation reference alpha.h5 --expect r.jsonl --report json=r.jsonl",
      "run --implementation reference alpha.h5 --resume new.jsonl --report json=./new.jsonl",
      "smoke reference alpha.h5 --report json=alpha.h5",
      "check beta.h5 alpha.h5 --report json=beta.h5", "report r.jsonl --html r.jsonl",
      "report r.jsonl --html hard.jsonl", "report r.jsonl --html x --markdown ./x",
      "merge r.jsonl -o r.jsonl", "merge r.jsonl -o x --report json=x",
      "compare r.jsonl r.jsonl --html r.jsonl", "matrix r.jsonl --compact .",
      "matrix r.jsonl --json x --markdown ./x", "adequacy alpha.h5 --smoke alpha.h5",
    ]
  )
  func distinct(command: String) async throws {
    let suite = try await place()
    let name = suite.folder.path.split(separator: "/").last.map(String.init) ?? ""
    let words = command.split(separator: " ").map { word in
      String(word).replacing("/F/", with: "/\(name)/").replacing("%", with: " ")
    }
    let names = ["alpha.h5", "beta.h5", "r.jsonl"]
    func contents() throws -> [Data] {
      try names.map { try Data(contentsOf: URL(filePath: suite.folder.file($0))) }
    }
    let (before, files) = (try contents(), try suite.folder.names())
    let result = try await Program.run(words, in: suite.folder.path)
    #expect(result.code == 64, "\(result.error)")
    #expect(result.error.contains("overwrite") || result.error.contains("are one file"))
    #expect(try contents() == before)
    #expect(try suite.folder.names() == files)
  }

  /// What a shell prints that runs a command in the suite's folder; `$program` is the executable.
  private func shell(_ command: String, in suite: SmallSuite) throws -> String {
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/bash")
    shell.arguments = ["-c", "program='\(try Program.path())'; \(command)"]
    shell.currentDirectoryURL = URL(filePath: suite.folder.path)
    let pipe = Pipe()
    shell.standardOutput = pipe
    try shell.run()
    return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }

  @Test("may go twice to where nothing is kept")
  func devices() async throws {
    let suite = try await place()
    let result = try await Program.run(
      [
        "report", "r.jsonl", "--markdown", "/dev/null", "--html", "/dev/null",
      ],
      in: suite.folder.path
    )
    #expect(result.code == 0, "\(result.error)")
  }

  #if os(Linux)
    @Test(
      "ends with 2 and a sentence where standard output is full",
      arguments: [
        "list", "show alpha/one/f32", "explain alpha/one/f32", "run --implementation reference",
        "smoke reference", "coverage", "canonical r.jsonl", "compare r.jsonl r.jsonl", "faults",
        "matrix r.jsonl",
        "doctor", "golden pending", "digest", "--help", "run --help", "--version",
        "--generate-completion-script bash",
      ]
    )
    func full(command: String) async throws {
      let suite = try await place()
      let result = try await Program.run(
        command.split(separator: " ").map(String.init),
        in: suite.folder.path,
        environment: suite.environment,
        output: "/dev/full"
      )
      #expect(result.code == 2)
      #expect(result.error.contains("standard output cannot be written: No space left on device"))
    }

    @Test("keeps to itself that a reader wants no more")
    func closed() async throws {
      let suite = try await place()
      let said = try shell("$program list . | head -n 0; echo ${PIPESTATUS[0]}", in: suite)
      #expect(said == "0\n")
    }
  #endif

  @Test("a forged run file is refused by every command that reads one")
  func forged() async throws {
    let suite = try await place()
    let path = suite.folder.file("r.jsonl")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let forged = text.replacing(
      "\"status\":\"failed\"",
      with: "\"status\":\"passed\"",
      maxReplacements: 1
    )
    try Data(forged.utf8).write(to: URL(filePath: path))
    for words in [
      ["report", path, "--badge", "/dev/null"], ["matrix", path], ["canonical", path],
      ["compare", path, path], ["merge", path, "-o", "/dev/null"],
      ["run", "--implementation", "reference", "--last-failed", path],
      ["run", "--implementation", "fault:eps-outside-root", "--resume", path],
    ] {
      let result = try await Program.run(words, environment: suite.environment)
      #expect(result.code == 2, "\(words)")
      #expect(result.error.contains("r.jsonl: line 3: alpha/one/f32 is passed, but"))
      #expect(result.error.contains("hint: no run has written this"))
    }
  }

  @Test("a name that is not UTF-8 is refused, not changed")
  func bytes() async throws {
    let suite = try await place()
    let said = try shell(
      "$program report r.jsonl --html $'\\xff.html' 2>&1; echo $?; ls",
      in: suite
    )
    #expect(said.contains("word 4 of the command line is not UTF-8") && said.contains("\n64\n"))
    #expect(!said.contains(".html\n"))
  }
}
