// SPDX-License-Identifier: MIT

import BNGoldenCases
import Testing

@testable import BNRunFile
@testable import BNVerdicts

@Suite("Run exit code")
struct RunExitCodeTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let what: String
    let outcomes: [CaseOutcome]
    var problems: [RunProblem.Kind] = []
    var strict = false
    let expected: RunExitCode

    init(
      _ what: String,
      _ outcomes: [CaseOutcome],
      _ problems: [RunProblem.Kind] = [],
      strict: Bool = false,
      is expected: RunExitCode
    ) {
      self.what = what
      self.outcomes = outcomes
      self.problems = problems
      self.strict = strict
      self.expected = expected
    }

    var testDescription: String { "\(what): \(expected.rawValue)" }
  }

  private static func one(
    _ status: OutcomeStatus,
    _ level: CaseLevel = .required,
    isDeclared: Bool? = nil
  ) -> CaseOutcome {
    Synthetic.outcome("test/\(status.rawValue)/f32", status, level: level, isDeclared: isDeclared)
  }

  static let rows: [Row] = [
    Row("all passed", [one(.passed)], is: .asExpected),
    Row("a required failure", [one(.passed), one(.failed)], is: .notAsExpected),
    Row("a wrong structure", [one(.wrongStructure)], is: .notAsExpected),
    Row("an implementation that broke", [one(.errored)], is: .notAsExpected),
    Row("a recommended failure", [one(.passed), one(.failed, .recommended)], is: .asExpected),
    Row(
      "a recommended failure under strict",
      [one(.failed, .recommended)],
      strict: true,
      is: .notAsExpected
    ),
    Row("only a recommended failure", [one(.failed, .recommended)], is: .asExpected),
    Row(
      "an informative failure under strict",
      [one(.failed, .informative)],
      strict: true,
      is: .asExpected
    ),
    Row("an expected failure", [one(.expectedFailure)], is: .asExpected),
    Row("a stale expectation", [one(.unexpectedPass)], is: .notAsExpected),
    Row(
      "a stale expectation of an informative case",
      [one(.unexpectedPass, .informative)],
      is: .notAsExpected
    ),
    Row("an undeclared unsupported", [one(.passed), one(.unsupported)], is: .notAsExpected),
    Row(
      "a declared unsupported",
      [one(.passed), one(.unsupported, isDeclared: true)],
      is: .asExpected
    ),
    Row("nothing but unsupported", [one(.unsupported, isDeclared: true)], is: .nothingJudged),
    Row("nothing but undeclared unsupported", [one(.unsupported)], is: .notAsExpected),
    Row(
      "nothing but undeclared unsupported of what does not decide",
      [one(.unsupported, .recommended)],
      is: .nothingJudged
    ),
    Row("nothing selected", [], is: .nothingJudged),
    Row("nothing but untrusted", [one(.untrusted)], is: .nothingJudged),
    Row("untrusted among passed", [one(.passed), one(.untrusted)], is: .asExpected),
    Row(
      "untrusted among passed under strict",
      [one(.passed), one(.untrusted)],
      strict: true,
      is: .notAsExpected
    ),
    Row("an unreadable file", [one(.passed)], [.format], is: .couldNotJudge),
    Row("an unreadable file outranks a failure", [one(.failed)], [.format], is: .couldNotJudge),
    Row("an unreadable file and nothing else", [], [.format], is: .couldNotJudge),
    Row("a dead reader", [one(.errored)], [.reader], is: .couldNotJudge),
    Row("an implementation that does not start", [], [.implementation], is: .couldNotJudge),
    Row("an id in two files", [one(.passed)], [.duplicate], is: .couldNotJudge),
    Row("a superfluous answer", [one(.passed)], [.extraAnswer], is: .notAsExpected),
    Row(
      "a superfluous answer and an unreadable file",
      [one(.passed)],
      [.extraAnswer, .format],
      is: .couldNotJudge
    ),
    Row("nothing but superfluous answers", [], [.extraAnswer], is: .nothingJudged),
  ]

  @Test("follows from outcomes, problems and strictness", arguments: rows)
  func table(row: Row) {
    let code = RunExitCode(
      outcomes: row.outcomes,
      problems: row.problems.map { RunProblem($0, file: "a.h5", problem: "because") },
      strict: row.strict
    )
    #expect(code == row.expected)
  }

  @Test("an interruption outranks everything", arguments: rows)
  func interrupted(row: Row) {
    let code = RunExitCode(
      outcomes: row.outcomes,
      problems: row.problems.map { RunProblem($0, file: "a.h5", problem: "because") },
      strict: row.strict,
      interruption: .terminated
    )
    #expect(code == .terminated && code.rawValue == 143)
  }

  @Test("has the numbers that are promised")
  func numbers() {
    #expect(RunExitCode.allCases.map(\.rawValue) == [0, 1, 2, 3, 64, 130, 143, 129])
    #expect(RunExitCode(signal: 2) == .interrupted && RunExitCode(signal: 15) == .terminated)
  }
}
