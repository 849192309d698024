// SPDX-License-Identifier: MIT

internal import BNBounds
package import BNRunFile
internal import BNVerdicts
internal import BNGoldenCases

/// A run as JUnit XML: one suite, flat, one test for each case or for each of its tensors.
///
/// A failure that does not decide the exit code is a skipped test, so that a CI server and the exit
/// code say the same. Names are unique: of two equal ones some servers keep only the first.
package struct JUnitReport {
  private let run: RunFile
  private let suite: String
  private let detail: Detail

  /// Failing tensors beyond these are counted.
  private static let itemLimit = 20

  /// What makes a test.
  package enum Detail: Sendable {
    /// A case; its failing tensors are lines of its message.
    case cases
    /// A tensor of a case.
    case tensors
  }

  /// Creates the report of a run.
  package init(_ run: RunFile, detail: Detail = .cases) {
    self.run = run
    self.detail = detail
    suite = run.implementationName
  }

  /// The whole document.
  package var text: String {
    let cases = testCases()
    let failures = cases.count { if case .failure = $0.result { true } else { false } }
    let errors = cases.count { if case .error = $0.result { true } else { false } }
    let skipped = cases.count { if case .skipped = $0.result { true } else { false } }
    let seconds = cases.map(\.seconds).reduce(0, +)
    let counts = [
      ("tests", "\(cases.count)"), ("failures", "\(failures)"), ("errors", "\(errors)"),
      ("skipped", "\(skipped)"), ("time", JUnitTestCase.decimal(seconds)),
    ]
    var identity = [("name", suite)] + counts
    if !run.header.started.isEmpty { identity.append(("timestamp", run.header.started)) }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<testsuites" + JUnitTestCase.list([("name", "bnconform")] + counts) + ">\n"
      + "  <testsuite" + JUnitTestCase.list(identity) + ">\n"
      + cases.map(\.xml).joined()
      + "  </testsuite>\n</testsuites>\n"
  }

  private func testCases() -> [JUnitTestCase] {
    let cases = run.problems.map(problem) + run.outcomes.flatMap(outcome)
    // Counted as they will be written: two names may differ only in what XML leaves out.
    var seen: [String: Int] = [:]
    return cases.map { testCase in
      var testCase = testCase
      let written = XMLText.escaped(testCase.className) + "\u{0}" + XMLText.escaped(testCase.name)
      let count = seen[written, default: 0] + 1
      seen[written] = count
      if count > 1 { testCase.name += " #\(count)" }
      return testCase
    }
  }

  private func problem(_ problem: RunProblem) -> JUnitTestCase {
    let hint = problem.hint.map { "\n\($0)" } ?? ""
    let tail = problem.standardError.map { "\n\($0)" } ?? ""
    return JUnitTestCase(
      className: "\(suite).problems",
      name: [problem.file, problem.caseName].compactMap(\.self).joined(separator: "/"),
      seconds: 0,
      file: problem.file,
      result: .error(
        message: problem.problem,
        type: problem.kind.rawValue,
        text: "\(problem)" + hint + tail
      )
    )
  }

  /// The case, or its tensors if they are asked for and were judged.
  private func outcome(_ recorded: RecordedOutcome) -> [JUnitTestCase] {
    let outcome = recorded.outcome
    let feature = String(outcome.id.prefix { $0 != "/" })
    let seconds = outcome.milliseconds / 1000
    func testCase(_ name: String, _ seconds: Double, _ result: JUnitTestCase.Result)
      -> JUnitTestCase
    {
      JUnitTestCase(
        className: "\(suite).\(feature)",
        name: name,
        seconds: seconds,
        file: recorded.file,
        result: result
      )
    }
    let isTold =
      outcome.status == .passed || outcome.status == .failed
      || outcome.status == .wrongStructure
    guard detail == .tensors, isTold, !outcome.items.isEmpty else {
      return [testCase(outcome.id, seconds, result(of: recorded))]
    }
    return outcome.items.enumerated().map { index, item in
      let name = "\(outcome.id)/step\(item.step).\(item.name)"
      return testCase(name, index == 0 ? seconds : 0, result(of: item, in: recorded))
    }
  }

  private func result(of recorded: RecordedOutcome) -> JUnitTestCase.Result {
    let outcome = recorded.outcome
    let message = OutcomeSentence.text(outcome)
    switch outcome.status {
    case .passed: return .passed
    case .expectedFailure: return .skipped(message: "expected failure: \(message)")
    case .untrusted, .notRun: return .skipped(message: message)
    case .unsupported where outcome.isAsExpected: return .skipped(message: message)
    case .errored where isCounted(outcome):
      return .error(message: message, type: "errored", text: text(recorded))
    case .failed, .wrongStructure, .errored, .unexpectedPass, .unsupported:
      return verdict(message, type: outcome.status.rawValue, recorded)
    }
  }

  private func result(of item: JudgedItem, in recorded: RecordedOutcome) -> JUnitTestCase.Result {
    guard item.verdict != .passed, item.verdict != .untrusted else { return .passed }
    let message = OutcomeSentence.text(recorded.outcome, finding: ItemSentence.text(item))
    return verdict(message, type: item.verdict.rawValue, recorded)
  }

  private func verdict(
    _ message: String,
    type: String,
    _ recorded: RecordedOutcome
  ) -> JUnitTestCase.Result {
    guard isCounted(recorded.outcome) else {
      return .skipped(
        message: "\(recorded.outcome.level.rawValue), \(recorded.outcome.status.word): \(message)"
      )
    }
    return .failure(message: message, type: type, text: text(recorded))
  }

  private func isCounted(_ outcome: CaseOutcome) -> Bool {
    outcome.isCounted(strict: run.header.settings.strict)
  }

  /// What an opened failure shows: cause, failing tensors, rules, why the case exists, how to run it again.
  private func text(_ recorded: RecordedOutcome) -> String {
    let outcome = recorded.outcome
    var lines = [outcome.title]
    if let causes = outcome.causes { lines.append("likely: \(CauseText.sentence(causes))") }
    let failures = outcome.items.filter { $0.verdict != .passed }
    lines += failures.prefix(Self.itemLimit).map {
      "step \($0.step) \($0.name): \(ItemSentence.text($0))"
    }
    if failures.count > Self.itemLimit {
      lines.append("… and \(failures.count - Self.itemLimit) more tensors")
    }
    if !outcome.rules.isEmpty { lines.append("rules: \(RuleText.line(outcome))") }
    if let rationale = outcome.rationale { lines.append("why: \(rationale)") }
    lines.append(ReproducerLine(run.header).command(for: recorded))
    return lines.joined(separator: "\n")
  }
}
