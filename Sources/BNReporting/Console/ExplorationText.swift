// SPDX-License-Identifier: MIT

package import BNExploration
package import BNRunFile
internal import BNGoldenCases
internal import BNImplementations
internal import BNVerdicts

/// An exploration on the console: what failed, boiled down, then what was drawn.
package struct ExplorationText {
  private let style: TextStyle
  private let width: Int?
  private let showsBits: Bool

  /// Creates the text for a console of so many columns.
  package init(style: TextStyle, width: Int? = nil, showsBits: Bool = false) {
    (self.style, self.width, self.showsBits) = (style, width, showsBits)
  }

  /// All lines, without newlines; `words` are those that draw the same cases again.
  package func lines(_ explored: Explored, words: [String], exitCode: RunExitCode) -> [String] {
    explored.examples.flatMap { example($0, explored.plan) }
      + summary(explored, words: words, exitCode: exitCode)
  }

  /// The last lines: causes, what was drawn, and what came of it.
  package func summary(_ explored: Explored, words: [String], exitCode: RunExitCode) -> [String] {
    let outcomes = explored.failures.map(\.outcome)
    var lines = broken(explored.failures.filter(\.failures.isEmpty).map(\.outcome))
    let causes = CauseText.lines(outcomes)
    if !causes.isEmpty {
      lines.append("causes  of \(outcomes.count.of("failure")), the smallest of each kind")
      lines += causes
    }
    lines += counts(explored)
    lines.append("again   " + words.map(ShellWord.quoted).joined(separator: " "))
    let description = explored.description
    let identity = OneLine.text(
      "\(description.name) \(description.version) (\(description.language))"
    )
    lines.append(style.paint("\(identity)  ·  seed \(explored.seed)", .dim))
    lines.append(style.paint(done(explored, exitCode), exitCode == .asExpected ? .green : .red))
    if let reason = reason(explored, exitCode) {
      lines.append("exit \(exitCode.rawValue): \(reason)")
    }
    return lines
  }

  /// A failure that was boiled down, with its numbers.
  package func example(_ example: ShrunkDraw, _ plan: ExplorationPlan) -> [String] {
    let outcome = example.shrunk.outcome
    let line = CaseLine(style: style, longestID: outcome.id.count, terminalWidth: width)
    var settings = RunSettings(files: [])
    let command = ["bnconform", "explore", plan.implementation].map(ShellWord.quoted)
    settings.againCommand = plan.again ?? command.joined(separator: " ") + " --case {id}"
    let header = RunHeader(
      started: "",
      respondent: .implementation(example.shrunk.outcome.id),
      settings: settings
    )
    let options = ConsoleOptions(showsBits: showsBits)
    let detail = FailureDetail(options: options, style: style, header: header)
    let program = CaseDescription(example.shrunk.golden, valueLimit: 12, showsBits: showsBits)
      .program
    let sizes =
      "\(example.found.inputCount) numbers of input boiled down to \(example.shrunk.inputCount)"
    return [line.text(outcome)] + detail.lines(RecordedOutcome(file: "", outcome: outcome))
      + ["  " + style.paint("case", .dim) + "    " + sizes]
      + program.filter { !$0.isEmpty }.map { "    " + $0 }
  }

  /// What is wrong beside the numbers of an answer, each reason once.
  private func broken(_ outcomes: [CaseOutcome]) -> [String] {
    let reasons = Dictionary(grouping: outcomes) { $0.reason ?? "" }
    return reasons.keys.sorted().prefix(5).compactMap { reason in
      reasons[reason]?.first.map { first in
        "\(first.status.glyph) \(first.id)  \(first.status.word): \(OneLine.text(reason))"
      }
    }
  }

  private func counts(_ explored: Explored) -> [String] {
    let tally = explored.tally
    let parts = DrawnFacet.Key.allCases.map { key in
      tally.drawn.filter { $0.key.key == key }.sorted {
        (-$0.value, $0.key.value) < (-$1.value, $1.key.value)
      }
      .map { "\($0.key.value) \($0.value)" }.joined(separator: ", ")
    }
    var lines = [
      "drawn   " + parts.joined(separator: " · ") + " (profile \(explored.plan.profile.rawValue))"
    ]
    if tally.allowed > 0 {
      lines.append(
        "allowed \(tally.allowed.of("failure")) that nobody is required to avoid: subnormal numbers, overflow"
      )
    }
    let loose = tally.statuses[.untrusted]
    if loose > 0 {
      lines.append("loose   \(loose.of("case")) passed under a bound too loose to prove anything")
    }
    if tally.repeated + tally.unrepeated > 0 {
      let which = tally.unrepeated == 0 ? "the same bits" : "\(tally.unrepeated) with other bits"
      let count = tally.repeated > 0 ? "\(tally.repeated.of("case")) put again among others: " : ""
      lines.append("repeat  \(count)\(which)")
    }
    if tally.failing == 0 {
      lines.append(
        "but     no failure was found; what these cases do not show stays open, and a scope is judged by `bnconform run`"
      )
    }
    return lines
  }

  private func done(_ explored: Explored, _ exitCode: RunExitCode) -> String {
    let tally = explored.tally
    // What was not answered is counted by itself.
    let failed = tally.failing - tally.unanswered
    let first = failed == 0 ? nil : tally.firstFailure
    var parts = [
      "\(tally.statuses[.passed]) passed (\(tally.exact) exact)",
      "\(failed) failed" + (first.map { ", the first after \($0)" } ?? ""),
    ]
    for status in [OutcomeStatus.errored, .unsupported] {
      let count = tally.statuses[status]
      if count > 0 { parts.append("\(count) \(status.word)") }
    }
    let word = exitCode.isInterruption ? "STOPPED" : "EXPLORED"
    let time = NumberText.time(milliseconds: 1000 * explored.seconds)
    return "\(word) \(tally.judged.of("case")): \(parts.joined(separator: ", ")) in \(time)"
  }

  private func reason(_ explored: Explored, _ exitCode: RunExitCode) -> String? {
    switch exitCode {
    case .notAsExpected: "\(explored.tally.failing.of("case")) not as expected"
    case .nothingJudged: "no case was drawn that the implementation takes"
    case .interrupted, .terminated, .hungUp: "interrupted"
    default: nil
    }
  }
}
