// SPDX-License-Identifier: MIT

import BNTestSupport
import BNRunFile
import Foundation
import BNGoldenCases
import BNTensors
import Testing

@Suite("bnconform run")
struct RunCommandTests {
  private static let reference = ["run", "--implementation", "reference"]

  @Test("judges the reference and exits with 0")
  func passes() async throws {
    let suite = try await SmallSuite()
    let result = try await Program.run(
      Self.reference,
      in: suite.folder.path,
      environment: suite.environment
    )
    #expect(result.code == 0)
    #expect(result.output.contains("✔ alpha/one/f32 exact"))
    #expect(result.output.contains("DONE 4 cases: 4 passed (4 exact), 0 failed, 0 errored in "))
    #expect(!result.output.contains("\u{1B}"))
  }

  @Test("judges drawn and large cases without a golden file, in shards that add up to the whole")
  func madeCases() async throws {
    let folder = try TemporaryFolder()
    var counts: [Int] = []
    for shard in [[], ["--shard", "1/2"], ["--shard", "2/2"]] {
      let words = ["--drawn", "17:60", "--profile", "torch"]
      let result = try await Program.run(Self.reference + words + shard, in: folder.path)
      #expect(result.code == 0)
      let done = try #require(result.output.split(separator: "\n").last { $0.hasPrefix("DONE") })
      counts.append(try #require(Int(done.split(separator: " ")[1])))
    }
    #expect(counts[0] == 60 && counts[1] + counts[2] == 60)
    let large = ["--large", "--filter", "large/rows-65537-evaluation/f32"]
    let result = try await Program.run(Self.reference + large, in: folder.path)
    #expect(result.code == 0 && result.output.contains("DONE 1 case: 1 passed (1 exact)"))
  }

  @Test("finds the worker and ./Golden without any help")
  func usualPlace() async throws {
    let suite = try await SmallSuite()
    try FileManager.default.createDirectory(
      atPath: suite.folder.file("Golden"),
      withIntermediateDirectories: false
    )
    for file in SmallSuite.files {
      try FileManager.default.moveItem(
        atPath: suite.folder.file(file),
        toPath: suite.folder.file("Golden/" + file)
      )
    }
    let result = try await Program.run(Self.reference + ["--show", "none"], in: suite.folder.path)
    #expect(result.code == 0 && result.output.contains("4 passed"))
  }

  @Test("refuses a file as the folder of kept requests before anything runs")
  func keptInFile() async throws {
    let suite = try await SmallSuite()
    let result = try await Program.run(
      ["run", "--keep-requests", "alpha.h5"],
      in: suite.folder.path,
      environment: suite.environment
    )
    #expect(result.code == 64)
    #expect(!result.output.contains("alpha/one"))
    #expect(result.error.contains("--keep-requests needs a folder, but alpha.h5 is a file"))
  }

  @Test("exits with 1 for a required failure, names tensor and element, and how to run it again")
  func fails() async throws {
    let suite = try await SmallSuite()
    try await suite.rewrite("alpha.h5", case: "alpha/one/f32") { golden in
      golden.expectations[0].tensors[.runningMean] = Tensor(vector: .float32([9, 0]))
    }
    let path = suite.folder.file("alpha.h5")
    let result = try await Program.run(Self.reference + [path, "--show", "failures"])
    #expect(result.code == 1)
    #expect(result.output.contains("step 0 running_mean float32 [2]: "))
    #expect(result.output.contains("worst   [0] channel 0   expected 9.0   actual "))
    #expect(
      result.output.contains(
        "again   bnconform run \(path) --implementation reference --filter alpha/one/f32"
      )
    )
    #expect(!result.output.contains("alpha/two"))
  }

  @Test("a failure of a recommended case decides under --strict only")
  func strict() async throws {
    let suite = try await SmallSuite()
    try await suite.rewrite("alpha.h5", case: "alpha/two/f32") { golden in
      golden.expectations[0].tensors[.runningMean] = Tensor(vector: .float32([9, 0]))
    }
    let path = suite.folder.path
    #expect(try await Program.run(Self.reference + [path]).code == 0)
    #expect(try await Program.run(Self.reference + [path, "--strict"]).code == 1)
  }

  @Test("exits with 2 for a file that is none, but judges the others; one clear line each")
  func unreadable() async throws {
    let suite = try await SmallSuite()
    let (text, half) = (suite.folder.file("text.h5"), suite.folder.file("half.h5"))
    try Data("hello".utf8).write(to: URL(filePath: text))
    let whole = try Data(contentsOf: URL(filePath: suite.folder.file("alpha.h5")))
    try whole.prefix(whole.count / 2).write(to: URL(filePath: half))
    let result = try await Program.run(
      Self.reference + [suite.folder.path, suite.folder.file("no.h5")]
    )
    #expect(result.code == 2)
    #expect(result.output.contains("4 passed"))
    for name in ["text.h5", "half.h5", "no.h5"] {
      #expect(result.output.components(separatedBy: "\n! \(name): ").count == 2)
    }
  }

  @Test("exits with 3 if nothing is selected")
  func nothing() async throws {
    let suite = try await SmallSuite()
    let result = try await Program.run(
      Self.reference + [suite.folder.path, "--filter", "gamma/*"]
    )
    #expect(result.code == 3 && result.output.contains("no case was selected"))
  }

  @Test(
    "exits with 64 for wrong usage, with a hint",
    arguments: [
      (["--implementation", "refrence"], "did you mean reference?"),
      (["--filter", "[a"], "a [ is not closed"), (["--tolerance", "ulp(-1)"], "--tolerance"),
      (["--jobs", "0"], "--jobs must be 1 or more"), (["--report", "pdf=x"], "--report"),
      (["--report", "junit=x", "--report", "jsonl=./x"], "are one file"),
      (["--colour"], "--colour"),
      (["--golden", "x", "y.h5"], "one of files, --golden, --large and --drawn"),
    ]
  )
  func usage(arguments: [String], text: String) async throws {
    let result = try await Program.run(Self.reference + arguments)
    #expect(result.code == 64 && result.error.contains(text) && result.output.isEmpty)
  }

  @Test("exits with 2 before the run if a report cannot be written or there are no goldens")
  func early() async throws {
    let suite = try await SmallSuite()
    let path = suite.folder.file("missing/out.xml")
    let result = try await Program.run(
      Self.reference + [suite.folder.path, "--report", "junit=" + path]
    )
    #expect(result.code == 2 && result.output.isEmpty && result.error.contains(path))
    let bare = try TemporaryFolder()
    let empty = try await Program.run(
      Self.reference,
      in: bare.path,
      environment: ["BNCONFORM_GOLDEN": bare.path]
    )
    #expect(try bare.names() == [])
    #expect(empty.code == 2 && empty.error.contains("BNCONFORM_GOLDEN"))
  }

  @Test("writes the run file and JUnit; the run is the same for any number of jobs")
  func reports() async throws {
    let suite = try await SmallSuite()
    var forms: [[UInt8]] = []
    for jobs in 1...3 {
      let (jsonl, junit) = (suite.folder.file("run.jsonl"), suite.folder.file("run.xml"))
      let tensors = suite.folder.file("tensors.xml")
      let result = try await Program.run([
        "run", "--implementation", "reference", suite.folder.path, "--jobs", "\(jobs)", "--report",
        "jsonl=" + jsonl, "--report", "junit=" + junit, "--report", "junit-tensors=" + tensors,
        "--show", "none",
      ])
      #expect(result.code == 0)
      let run = try RunFile.read(path: jsonl)
      #expect(run.outcomes.count == 4 && run.footer?.exitCode == 0 && run.suiteDigest != nil)
      #expect(run.header.settings.jobs == jobs && run.implementationName == "reference")
      forms.append(try run.canonicalForm.encoded())
      let text = try String(contentsOfFile: junit, encoding: .utf8)
      #expect(text.contains("name=\"alpha/one/f32\"") && !text.contains("step0.output"))
      let byTensor = try String(contentsOfFile: tensors, encoding: .utf8)
      #expect(byTensor.contains("name=\"alpha/one/f32/step0.output\""))
    }
    #expect(Set(forms).count == 1)
  }

  @Test("warns of a file that is not the manifest's, without failing")
  func manifest() async throws {
    let suite = try await SmallSuite()
    let folder = try GoldenFolder(path: suite.folder.path)
    try await Manifest(describing: folder, versions: [:], by: ReaderHere())
      .write(folder: suite.folder.path)
    let quiet = try await Program.run(Self.reference + ["--golden", suite.folder.path])
    #expect(quiet.code == 0 && quiet.error.isEmpty)
    try await suite.rewrite("beta.h5", case: "beta/one/f32") { $0.metadata.title = "Other" }
    let loud = try await Program.run(Self.reference + ["--golden", suite.folder.path])
    #expect(loud.code == 0)
    #expect(loud.error == "warning: beta.h5: is not the file that MANIFEST.json describes\n")
    let named = try await Program.run(Self.reference + [suite.folder.file("beta.h5")])
    #expect(named.code == 0 && named.error.isEmpty)
  }

  @Test("names each file whose reader crashes, and ends with 2")
  func reader() async throws {
    let suite = try await SmallSuite()
    let script = suite.folder.file("reader.sh")
    try Data("#!/bin/sh\necho dying >&2\nkill -9 $$\n".utf8).write(to: URL(filePath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    for words in [Self.reference, ["list"]] {
      let result = try await Program.run(
        words + [suite.folder.path],
        environment: ["BNCONFORM_READER": script]
      )
      #expect(result.code == 2)
      for file in SmallSuite.files {
        let line = "\(file): the process that read it was killed by signal 9 (SIGKILL): dying\n"
        #expect((result.output + result.error).contains(line))
      }
    }
  }
}
