// SPDX-License-Identifier: MIT

import BNBounds
import Foundation
import BNGoldenCases
import BNTensors
import Testing

@testable import BNRunFile
@testable import BNVerdicts

@Suite("A run file that no run has written")
struct RunFileCheckTests {
  /// A run of three cases: one passes, a required and an informative one fail.
  private func run() -> RunFile {
    let ids = ["a/1/f32", "a/2/f32", "a/3/f32"]
    let outcomes = [
      outcome(ids[0], wrong: 0), outcome(ids[1], wrong: 1),
      outcome(ids[2], wrong: 2, level: .informative),
    ]
    var run = RunFile(
      header: Synthetic.header(["a.h5"]),
      records: [.file(Synthetic.record("a.h5", ids))]
        + outcomes.map { .outcome(RecordedOutcome(file: "a.h5", outcome: $0)) }
    )
    run.footer = RunFooter(run, exitCode: RunExitCode(run), milliseconds: 12.5)
    return run
  }

  private func outcome(_ id: String, wrong: Int, level: CaseLevel = .required) -> CaseOutcome {
    var comparison = TensorComparison(count: 4)
    if wrong > 0 {
      let number = ReportedNumber(2)
      let element = ElementVerdict(
        index: [0],
        channel: 0,
        expected: number,
        actual: number,
        allowance: number,
        share: number,
        ulp: 7
      )
      (comparison.exact, comparison.outOfTolerance) = (4 - wrong, wrong)
      comparison.histogram = ErrorHistogram(bins: [4 - wrong, 0, 0, 0, wrong])
      (comparison.maxShare, comparison.worst) = (number, element)
      comparison.firstMismatches = Array(repeating: element, count: wrong)
    }
    var outcome = Synthetic.outcome(id, wrong == 0 ? .passed : .failed, level: level)
    var item = JudgedItem(
      step: 0,
      name: "output",
      verdict: wrong == 0 ? .passed : .failed,
      elementType: .float32,
      shape: try? Shape([2, 2])
    )
    item.comparison = comparison
    outcome.items = [item]
    return outcome
  }

  private func lines(_ run: RunFile) throws -> [String] {
    String(decoding: try run.encoded(), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// The line that is blamed for what is wrong, and the words; nil if nothing is.
  private func refusal(_ lines: [String]) -> (line: Int?, problem: String)? {
    do throws(RunFileError) {
      let text = lines.joined(separator: "\n") + "\n"
      _ = try RunFile(parsing: Array(text.utf8), path: "run.jsonl")
      return nil
    } catch {
      return (error.line, error.problem)
    }
  }

  @Test("one that a run has written is read")
  func genuine() throws {
    #expect(refusal(try lines(run())) == nil)
    #expect(run().footer?.exitCode == 1)
  }

  /// Texts replaced in some of the lines, from 1, and the line that must be blamed.
  static let forgeries: [(edits: [(Int, String, String)], line: Int)] = [
    // A failure called a pass, alone, with its reason gone, and with the items called passed, too.
    ([(4, "\"status\":\"failed\"", "\"status\":\"passed\"")], 4),
    (
      [
        (4, "\"status\":\"failed\"", "\"status\":\"passed\""), (4, "\"reason\":\"because\",", ""),
        (6, "\"exitCode\":1", "\"exitCode\":0"),
        (6, "\"failed\":2,\"passed\":1", "\"failed\":1,\"passed\":2"),
      ], 4
    ),
    (
      [
        (4, "\"status\":\"failed\"", "\"status\":\"passed\""), (4, "\"reason\":\"because\",", ""),
        (4, "\"verdict\":\"failed\"", "\"verdict\":\"passed\""),
        (6, "\"exitCode\":1", "\"exitCode\":0"),
        (6, "\"failed\":2,\"passed\":1", "\"failed\":1,\"passed\":2"),
      ], 4
    ),
    // … or something else that does not count.
    ([(4, "\"status\":\"failed\"", "\"status\":\"untrusted\"")], 4),
    ([(4, "\"status\":\"failed\"", "\"isDeclared\":true,\"status\":\"unsupported\"")], 4),
    ([(4, "\"status\":\"failed\"", "\"status\":\"not_run\"")], 4),
    ([(4, "\"status\":\"failed\"", "\"status\":\"expected_failure\"")], 4),
    // Another level: the exit code was made by the old one.
    ([(4, "\"level\":\"required\"", "\"level\":\"informative\"")], 6),
    ([(4, "\"level\":\"required\"", "\"level\":\"recommended\"")], 6),
    // Numbers that are not those of one comparison.
    ([(3, "\"count\":4", "\"count\":4,\"exact\":5")], 3),
    ([(3, "\"count\":4", "\"count\":5")], 3),
    (
      [(3, "\"count\":4", "\"count\":4,\"maxShare\":{\"bits\":\"4000000000000000\",\"value\":2}")],
      3
    ),
    ([(4, "\"outOfTolerance\":1", "\"outOfTolerance\":3")], 4),
    ([(4, "\"outOfTolerance\":1", "\"nanMismatches\":2,\"outOfTolerance\":1")], 4),
    ([(3, "\"name\":\"output\"", "\"grade\":\"beyond\",\"name\":\"output\"")], 3),
    // A footer that counts something else.
    ([(6, "\"failed\":2", "\"failed\":1")], 6),
    ([(6, "\"problems\":0", "\"problems\":1")], 6),
    ([(6, "\"exitCode\":1", "\"exitCode\":0")], 6),
    ([(6, "\"exitCode\":1", "\"notJudged\":1,\"exitCode\":1")], 6),
    // Cases that the selection or the file's record does not name.
    ([(1, "\"levels\":[]", "\"levels\":[\"required\"]")], 5),
    (
      [
        (1, "\"profile\":\"torch\"", "\"profile\":\"math\""),
        (4, "\"profile\":\"math\"", "\"profile\":\"torch\""),
      ], 4
    ),
    ([(1, "\"filters\":[]", "\"filters\":[\"a/[12]/*\"]")], 5),
    ([(1, "\"tags\":[]", "\"tags\":[\"b\"]")], 3),
    ([(2, "\"a/2/f32\",", "")], 4),
    ([(2, "\"cases\":3", "\"cases\":2")], 2),
    ([(2, "\"selected\"", "\"planned\":3,\"selected\"")], 2),
    ([(2, "\"file\":\"a.h5\"", "\"file\":\"b.h5\"")], 2),
    ([(3, "\"file\":\"a.h5\"", "\"file\":\"b.h5\"")], 3),
  ]

  @Test("is refused at the line that contradicts the others", arguments: forgeries.indices)
  func forged(index: Int) throws {
    let (edits, blamed) = Self.forgeries[index]
    var lines = try lines(run())
    for (line, old, new) in edits {
      #expect(lines[line - 1].contains(old))
      lines[line - 1] = lines[line - 1].replacing(old, with: new, maxReplacements: 1)
    }
    let found = try #require(refusal(lines))
    #expect(found.line == blamed, "\(found.problem)")
  }

  @Test(
    "is refused if a file of a complete run has no record, as if its cases had never been there"
  )
  func withoutRecord() throws {
    var genuine = run()
    genuine.header.settings.files.append("b.h5")
    let found = try #require(refusal(try lines(genuine)))
    #expect(found.problem == "the run is complete, but has no record of b.h5")
    // What cannot be read has a problem in place of a record, and a run that is broken off has none.
    #expect(refusal(Array(try lines(genuine).dropLast())) == nil)
    genuine.problems = [RunProblem(.format, file: "b.h5", problem: "it does not exist")]
    genuine.footer = RunFooter(genuine, exitCode: RunExitCode(genuine), milliseconds: 1)
    #expect(refusal(try lines(genuine)) == nil)
  }

  @Test("is refused if lines are taken out, doubled or added")
  func lines() throws {
    let genuine = try lines(run())
    let footer = genuine[5].replacing("\"exitCode\":1", with: "\"exitCode\":0")
      .replacing("\"failed\":2", with: "\"failed\":1")
    let without = Array(genuine[..<3]) + [genuine[4]]
    #expect(refusal(without + [footer])?.problem.contains("no verdict on a/2/f32") == true)
    let unselected = genuine[1].replacing("\"a/2/f32\",", with: "")
    // All cases take part: the file holds three.
    let hidden = [genuine[0], unselected] + without[2...] + [footer]
    #expect(refusal(hidden)?.problem.contains("a.h5 has 3 cases, but verdicts on 2") == true)
    #expect(refusal(Array(genuine[...3]) + genuine[3...])?.line == 5)
    #expect(refusal(Array(genuine[...1]) + genuine[1...])?.line == 3)
    #expect(refusal(genuine + [genuine[5]])?.line == 7)
    #expect(refusal(genuine + [genuine[2]])?.line == 7)
    #expect(refusal([genuine[0]] + genuine[2...])?.line == 2)
    // A run that was broken off lacks cases, and that is no contradiction.
    #expect(refusal(Array(genuine[..<4])) == nil)
  }

  @Test("no verdict on a known fault contradicts itself")
  func faults() {
    for outcome in FaultOutcomes.all { #expect(outcome.contradiction == nil, "\(outcome.id)") }
  }

  @Test("a pass that a list expects to fail is no plain pass")
  func expectations() throws {
    var run = run()
    run.outcomes[0].outcome.expectation = "known.txt line 2: a/*  failed"
    #expect(refusal(try lines(run))?.line == 3)
    run.outcomes[0].outcome.status = .unexpectedPass
    run.footer = RunFooter(run, exitCode: RunExitCode(run), milliseconds: 1)
    #expect(refusal(try lines(run)) == nil)
  }
}
