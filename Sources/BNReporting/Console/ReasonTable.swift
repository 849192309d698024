// SPDX-License-Identifier: MIT

internal import BNVerdicts

/// Why cases were not judged: each reason once, with the number of its cases.
struct ReasonTable {
  /// What the table sums up.
  static let statuses: [OutcomeStatus] = [.unsupported, .untrusted]

  /// Reasons beyond these are counted.
  private static let limit = 6
  private let outcomes: [CaseOutcome]

  init(_ outcomes: [CaseOutcome]) { self.outcomes = outcomes }

  /// The lines, without newlines; the most frequent reason first.
  var lines: [String] { Self.statuses.flatMap(lines) }

  private func lines(_ status: OutcomeStatus) -> [String] {
    let own = outcomes.filter { $0.status == status }
    guard !own.isEmpty else { return [] }
    let reasons = Dictionary(grouping: own) { OneLine.text($0.reason ?? "no reason given") }
      .map { (reason: $0, count: $1.count) }
      .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
    let width = "\(reasons[0].count)".count
    func row(_ count: Int, _ text: String) -> String {
      "  " + "\(count)".right(width) + "  " + text
    }
    let word = own.count == 1 ? "case" : "cases"
    var lines = ["\(status.glyph) \(own.count) \(word) \(status.word)"]
    // One reason too many needs no line of its own to say so.
    let shown = reasons.count <= Self.limit + 1 ? reasons : Array(reasons.prefix(Self.limit))
    lines += shown.map { row($0.count, $0.reason) }
    let rest = reasons.dropFirst(shown.count)
    if !rest.isEmpty {
      lines.append(row(rest.map(\.count).reduce(0, +), "for \(rest.count) other reasons"))
    }
    return lines
  }
}
