// SPDX-License-Identifier: MIT

import BNTestSupport
import Testing

@Suite("bnconform explore")
struct ExploreCommandTests {
  @Test("finds nothing in the reference, says what was drawn, and never that it conforms")
  func nothing() async throws {
    let result = try await Program.run(["explore", "reference", "--seed", "5", "--cases", "200"])
    #expect(result.code == 0)
    #expect(result.output.contains("EXPLORED 200 cases: 200 passed (200 exact), 0 failed in "))
    #expect(result.output.contains("again   bnconform explore reference --seed 5 --cases 200\n"))
    #expect(!result.output.contains("conforms"))
  }

  @Test("writes boiled-down failures that run judges and show shows; their names draw them again")
  func found() async throws {
    let folder = try TemporaryFolder()
    let (fault, file) = ("fault:biased-running-var", folder.file("found.h5"))
    let result = try await Program.run([
      "explore", fault, "--seed", "3", "--cases", "150", "--examples", "1", "--save", file,
    ])
    #expect(result.code == 1 && result.output.contains("exit 1: "))
    #expect(result.output.contains("likely  stores the biased variance (\(fault))"))
    let listed = try await Program.run(["list", file])
    let id = String(listed.output.prefix { $0 != " " })
    #expect(id.hasPrefix("drawn/3-"))
    #expect(try await Program.run(["run", "--implementation", fault, file]).code == 1)
    #expect(try await Program.run(["run", "--implementation", "reference", file]).code == 0)
    #expect(try await Program.run(["show", id, file]).output.contains("Boiled down from \(id)"))
    let again = try await Program.run(["explore", fault, "--case", id])
    #expect(again.code == 1 && again.output.contains("EXPLORED 1 case: "))
  }

  @Test("nothing can be drawn for who takes nothing of it")
  func empty() async throws {
    let result = try await Program.run([
      "explore", "reference", "--cases", "5", "--without", "forward_training", "--without",
      "forward_evaluation",
    ])
    #expect(result.code == 3)
  }

  @Test(
    "wrong usage ends with 64",
    arguments: [
      ["explore"], ["explore", "nobody-knows-this"], ["explore", "reference", "--cases", "0"],
      ["explore", "reference", "--seconds", "-1"], ["explore", "reference", "--case", "eps/1/f32"],
      ["explore", "reference", "--sealed", "--seed", "1"],
      ["explore", "reference", "--save", "/no/such/folder/found.h5"],
      ["explore", "reference", "--case", "drawn/1-2/f32", "--cases", "4"],
    ]
  )
  func usage(_ arguments: [String]) async throws {
    #expect(try await Program.run(arguments).code == 64)
  }
}
