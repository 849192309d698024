// SPDX-License-Identifier: MIT

import BNTestSupport
import BNRunFile
import Foundation
import BNGoldenCases
import Testing

@Suite("What commands select")
struct SelectionCommandTests {
  /// A suite in which one case is of PyTorch's own policies.
  private func suite() async throws -> SmallSuite {
    let suite = try await SmallSuite()
    try await suite.rewrite("alpha.h5", case: "alpha/one/f32") { golden in
      golden.metadata.profile = .torch
      golden.metadata.tags = ["smoke"]
    }
    return suite
  }

  @Test(
    "is what any BatchNorm can express, unless PyTorch's policies are asked for",
    arguments: [["run", "--implementation", "reference"], ["list"], ["smoke", "reference"]]
  )
  func profile(words: [String]) async throws {
    let suite = try await suite()
    let plain = try await Program.run(words, environment: suite.environment)
    #expect(!plain.output.contains("alpha/one/f32"))
    let asked = try await Program.run(
      words + ["--profile", "torch"] + (words[0] == "smoke" ? ["--show", "all"] : []),
      environment: suite.environment
    )
    #expect(asked.code == 0 && asked.output.contains("alpha/one/f32"))
  }

  @Test("says what may have been meant where nothing fits")
  func advice() async throws {
    let suite = try await suite()
    let expected = [
      (["--tag", "smoek"], "no case has the feature or tag smoek; did you mean smoke?"),
      (["--filter", "alpha/tow/f32"], "called alpha/tow/f32; did you mean alpha/two/f32"),
      (["--filter", "alpha/something-else/f23"], "shows those of alpha"),
      (["--filter", "aplha/*"], "no case fits --filter aplha/*; did you mean alpha?"),
      (["--filter", "alpha/one/f32"], "1 case would fit with --profile torch"),
      (["--filter", "beta/*", "--tag", "alpha"], "no case fits all of them"),
    ]
    for (words, text) in expected {
      for command in [["list"], ["run", "--implementation", "reference"]] {
        let result = try await Program.run(command + words, environment: suite.environment)
        #expect(result.code == 3 && result.error.contains(text), "\(command): \(result.error)")
      }
    }
  }

  @Test("smoke takes --show and --repeat, and recipe the folder that the environment names")
  func settings() async throws {
    let suite = try await suite()
    let words = ["smoke", "reference", "--profile", "torch"]
    let quiet = try await Program.run(words, environment: suite.environment)
    #expect(!quiet.output.contains("✔ alpha/one/f32"))
    let loud = try await Program.run(words + ["--show", "all"], environment: suite.environment)
    #expect(loud.output.contains("✔ alpha/one/f32"))
    let digest = String(repeating: "0", count: 64)
    try Data("tiny 2,3,4 1 \(digest) \(digest)\n".utf8).write(
      to: URL(filePath: suite.folder.file("RECIPES.txt"))
    )
    let elsewhere = try TemporaryFolder()
    let listed = try await Program.run(
      ["recipe"],
      in: elsewhere.path,
      environment: suite.environment
    )
    #expect(listed.code == 0 && listed.output == "tiny  [2,3,4]  96 bytes\n")
  }

  @Test("--fix writes an empty list where nothing deviates, so that the next run finds it")
  func fixNothing() async throws {
    let suite = try await suite()
    let list = suite.folder.file("known.txt")
    let words = [
      "run", "--implementation", "reference", "--golden", suite.folder.path, "--expect", list,
    ]
    let fixed = try await Program.run(words + ["--fix"])
    #expect(fixed.code == 0 && fixed.error.contains("\(list): written, it is empty"))
    let held = try await Program.run(words)
    #expect(held.code == 0)
    let again = try await Program.run(words + ["--fix"])
    #expect(again.error.contains("\(list): nothing to change"))
  }

  @Test(
    "a folder for the page that is a file is one sentence, and an error without the usage of all"
  )
  func oneSentence() async throws {
    let suite = try await suite()
    let run = suite.folder.file("run.jsonl")
    _ = try await Program.run([
      "run", "--implementation", "reference", "--golden", suite.folder.path, "--report",
      "jsonl=" + run,
    ])
    let page = try await Program.run([
      "report", run, "--html-folder", suite.folder.file("alpha.h5"),
    ])
    #expect(page.code == 2)
    #expect(
      page.error.hasPrefix("bnconform: \(suite.folder.file("alpha.h5")): cannot be made a folder")
    )
    #expect(!page.error.contains("NSCocoaErrorDomain"))
    let shown = try await Program.run(["show", "alpha/tow/f32"], environment: suite.environment)
    #expect(shown.code == 64 && shown.error.contains("did you mean alpha/two/f32"))
    #expect(!shown.error.contains("<subcommand>"))
  }

  @Test("--fix says what it has written")
  func fixing() async throws {
    let suite = try await suite()
    let list = suite.folder.file("known.txt")
    let words = [
      "run", "--implementation", "fault:eps-outside-root", "--golden", suite.folder.path,
      "--expect", list,
    ]
    let fixed = try await Program.run(words + ["--fix"])
    #expect(fixed.error.contains("\(list): written, "))
    #expect(fixed.error.contains("  + beta/one/f32  failed  "))
    #expect(fixed.error.contains("write the reason in place of"))
    let kept = try await Program.run(words)
    #expect(kept.code == 0, "\(kept.output)")
  }

  @Test("lists the known faults with origin and rule, as text and as JSON")
  func faults() async throws {
    let table = try await Program.run(["faults"])
    #expect(table.code == 0)
    let line = table.output.split(separator: "\n").first { $0.hasPrefix("biased-running-var ") }
    #expect(line?.contains("  R23  ") == true && line?.hasSuffix("]") == true)
    let json = try await Program.run(["faults", "biased-*", "--format", "json"])
    let rows = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
    #expect(rows?.isEmpty == false)
    #expect(rows?.allSatisfy { ($0["rule"] as? String)?.hasPrefix("R") == true } == true)
    let wrong = try await Program.run(["faults", "biased-runing-var"])
    #expect(wrong.code == 64 && wrong.error.contains("did you mean biased-running-var?"))
  }
}
