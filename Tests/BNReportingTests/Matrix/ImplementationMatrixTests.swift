// SPDX-License-Identifier: MIT

import BNRunFile
import BNVerdicts
import BNGoldenCases
import Testing

@testable import BNReporting

@Suite("The matrix of implementations")
struct ImplementationMatrixTests {
  /// A run with a failure that has a cause, one that has none, and passes.
  private func run() throws -> RunFile {
    var known = try Synthetic.failure()
    known.id = "running_stats/known/f32"
    known.causes = ["biased-running-var", "never-counted"]
    known.traits = [TraitReading(.runningVariance, "biased")]
    var again = known
    again.id = "running_stats/again/f32"
    again.causes = ["biased-running-var"]
    var unknown = try Synthetic.failure()
    unknown.id = "shapes/unknown/f32"
    unknown.causes = nil
    var passed = Synthetic.outcome("shapes/passed/f32")
    var item = try Synthetic.item("output")
    (item.grade, item.neededDepth) = (.blocked, 9)
    passed.items = [try Synthetic.item("output"), item]
    return Synthetic.run([known, again, unknown, passed])
  }

  @Test("a row counts cases by feature")
  func counts() throws {
    let row = MatrixRow(name: "mine", run: try run())
    #expect(row.counts.total == 4 && row.counts.passed == 1 && row.counts.failed == 3)
    #expect(row.features["running_stats"]?.failed == 2)
    #expect(row.features["running_stats"]?.passed == 0)
    #expect(row.features["shapes"]?.failed == 1 && row.features["shapes"]?.passed == 1)
  }

  @Test("a row has the worst grade of what passed, the traits and the cause of most failures")
  func figures() throws {
    let row = MatrixRow(name: "mine", run: try run())
    #expect(row.grade == "blocked" && row.neededDepth == 9)
    #expect(row.facts == ["running_var": "biased"])
    #expect(row.causes.map(\.faults) == [["biased-running-var"]])
    #expect(row.causes.first?.explained == 2)
  }

  @Test("a compacted run has the same row")
  func compacted() throws {
    let run = try run()
    let bytes = try run.compacted(name: "mine").encoded()
    let read = try RunFile(parsing: bytes, path: "mine.jsonl")
    let (kept, whole) = (MatrixRow(name: "mine", run: read), MatrixRow(name: "mine", run: run))
    #expect(kept.features == whole.features && kept.causes == whole.causes)
    #expect(kept.facts == whole.facts)
    #expect(kept.grade == "blocked" && kept.neededDepth == 9)
    #expect(bytes.count < (try run.encoded()).count)
  }

  @Test("a compacted run says nothing of the machine's places")
  func anonymous() throws {
    let header = try run().compacted(name: "mine").header
    #expect(header.machine.host.isEmpty && header.settings.paths.isEmpty)
    #expect(header.settings.commandLine.isEmpty && header.respondent.text == "mine")
  }

  @Test("what could not be run is a row with its reason")
  func missing() throws {
    let matrix = ImplementationMatrix([
      MatrixRow(name: "b", run: try run()), MatrixRow(name: "a", missing: "no | wheel\n"),
    ])
    let text = matrix.markdown
    #expect(matrix.rows.map(\.name) == ["a", "b"])
    #expect(text.contains("| a | not measured |") && text.contains("- a: no | wheel"))
  }

  @Test("every line of a table has the same number of cells")
  func table() throws {
    let matrix = ImplementationMatrix([
      MatrixRow(name: "b", run: try run()), MatrixRow(name: "a", missing: "none"),
    ])
    let lines = matrix.markdown.split(separator: "\n").filter { $0.hasPrefix("|") }
    let bars = lines.map { line in line.count { $0 == "|" } }
    // Thirteen columns of verdicts; one trait; one implementation that has features, two of them.
    #expect(bars == Array(repeating: 14, count: 4) + Array(repeating: 3, count: 3 + 4))
  }
}
