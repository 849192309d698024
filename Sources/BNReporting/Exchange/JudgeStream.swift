// SPDX-License-Identifier: MIT

internal import BNGoldenCases
package import BNExploration
package import BNRunFile
internal import BNRunning
internal import BNVerdicts

/// Tells the caller of `bnconform judge` what came of each case, and of the run: a line of JSON each
/// (tools/adapters/PROTOCOL.md).
package final class JudgeStream: RunObserver {
  private let write: ([UInt8]) -> Void
  private let style = TextStyle(isTerminal: false, environment: [:])
  private var header: RunHeader?

  private struct Verdict: Encodable {
    let cmd = "verdict"
    let id: String
    let file: String
    let status: String
    let level: String
    let profile: String
    let isAsExpected: Bool
    /// Whether the case makes the run fail.
    let counts: Bool
    let tags: [String]
    let title: String
    let causes: [String]?
    let text: [String]
  }

  private struct Note: Encodable {
    let cmd: String
    let text: String
  }

  private struct End: Encodable {
    let cmd = "end"
    let exitCode: Int32
    let text: [String]
    let claim: RunClaim?
    let counts: OutcomeCounts
  }

  /// Creates a stream that writes lines, given without their ends.
  package init(write: @escaping ([UInt8]) -> Void) { self.write = write }

  /// The run begins.
  package func begin(_ header: RunHeader) { self.header = header }

  /// Nothing: a verdict is told when it has its cause.
  package func arrive(_ record: RunRecord) {}

  /// Tells a verdict or a problem.
  package func release(_ record: RunRecord) {
    switch record {
    case .header, .file, .claim, .footer: break
    case .outcome(let recorded): tell(recorded)
    case .problem(let problem): tell(Note(cmd: "problem", text: OneLine.text("\(problem)")))
    case .warning(let warning): tell(Note(cmd: "warning", text: OneLine.text(warning.text)))
    }
  }

  /// Tells what came of the run.
  package func end(_ run: RunFile, exitCode: RunExitCode) {
    tell(
      End(
        exitCode: exitCode.rawValue,
        text: SummaryLines(style: style).lines(run, exitCode: exitCode, namesFailures: false),
        claim: run.claim,
        counts: OutcomeCounts(run.outcomes.lazy.map(\.outcome))
      )
    )
  }

  /// Tells what an exploration came to: a verdict for each failure that was boiled down, then the last lines.
  package func end(_ explored: Explored, words: [String], exitCode: RunExitCode) {
    let text = ExplorationText(style: style)
    for example in explored.examples {
      let recorded = RecordedOutcome(file: "", outcome: example.shrunk.outcome)
      tell(recorded, text.example(example, explored.plan), strict: false)
    }
    tell(
      End(
        exitCode: exitCode.rawValue,
        text: text.summary(explored, words: words, exitCode: exitCode),
        claim: nil,
        counts: explored.tally.statuses
      )
    )
  }

  private func tell(_ recorded: RecordedOutcome) {
    guard let header else { return }
    let outcome = recorded.outcome
    var lines = [
      CaseLine(style: style, longestID: outcome.id.count, terminalWidth: nil).text(outcome)
    ]
    if outcome.status != .passed {
      let options = ConsoleOptions(show: .all)
      lines += FailureDetail(options: options, style: style, header: header).lines(recorded)
    }
    tell(recorded, lines, strict: header.settings.strict)
  }

  private func tell(_ recorded: RecordedOutcome, _ lines: [String], strict: Bool) {
    let outcome = recorded.outcome
    let verdict = Verdict(
      id: outcome.id,
      file: recorded.file,
      status: outcome.status.rawValue,
      level: outcome.level.rawValue,
      profile: outcome.profile.rawValue,
      isAsExpected: outcome.isAsExpected,
      counts: outcome.isCounted(strict: strict),
      tags: outcome.tags,
      title: outcome.title,
      causes: outcome.causes,
      text: lines
    )
    // The record is written as in run files, by the same code.
    guard let head = try? JSONLine().encode(verdict).dropLast(2),
      let record = try? JSONLine().encode(.outcome(recorded)).dropLast()
    else { return }
    write(Array(head) + Array(#","record":"#.utf8) + Array(record) + [UInt8(ascii: "}")])
  }

  private func tell(_ message: some Encodable) {
    guard let line = try? JSONLine().encode(message) else { return }
    write(line.dropLast())
  }
}
