// SPDX-License-Identifier: MIT

package import BNVerdicts
package import BNGoldenCases

/// The last line of a run file; a run without it is not complete.
package struct RunFooter: Equatable, Codable, Sendable {
  /// How the outcomes are spread.
  package var counts: OutcomeCounts
  /// The number of problems that kept cases from being judged.
  package var problems: Int
  /// The digest of the whole suite that was read; nil if one of the files was not read to the end.
  package var digest: ContentDigest?
  /// What the run's process exits with.
  package var exitCode: Int32
  /// How long the run took.
  package var milliseconds: Double
  /// The number of cases without a verdict, because what judges them broke down; nil if there are none.
  ///
  /// `bnconform run --resume` judges them.
  package var notJudged: Int? = nil
}

extension RunFooter {
  /// The footer of a run that has come to its end.
  package init(_ run: RunFile, exitCode: RunExitCode, milliseconds: Double) {
    let unjudged = run.unjudged.count
    self.init(
      counts: OutcomeCounts(run.outcomes.lazy.map(\.outcome)),
      problems: run.problems.count,
      digest: run.suiteDigest,
      exitCode: exitCode.rawValue,
      milliseconds: milliseconds,
      notJudged: unjudged == 0 ? nil : unjudged
    )
  }
}

/// How many cases came out in which way.
package struct OutcomeCounts: Equatable, Codable, Sendable {
  private var byStatus: [String: Int]

  /// Counts outcomes.
  package init(_ outcomes: some Sequence<CaseOutcome> = []) {
    byStatus = [:]
    for outcome in outcomes { add(outcome.status) }
  }

  /// Counts one more.
  package mutating func add(_ status: OutcomeStatus) {
    byStatus[status.rawValue, default: 0] += 1
  }

  /// How many came out in this way.
  package subscript(_ status: OutcomeStatus) -> Int { byStatus[status.rawValue] ?? 0 }

  /// How many cases there are.
  package var total: Int { OutcomeStatus.allCases.map { self[$0] }.reduce(0, +) }

  /// Reads a table of statuses.
  package init(from decoder: any Decoder) throws {
    byStatus = try decoder.singleValueContainer().decode([String: Int].self)
  }

  /// Writes a table of the statuses that occur.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(byStatus)
  }
}

extension OutcomeCounts: CustomStringConvertible {
  /// The statuses that occur, with their numbers.
  package var description: String {
    byStatus.isEmpty
      ? "none"
      : byStatus.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
  }
}
