// SPDX-License-Identifier: MIT

package import GoldenCases

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
