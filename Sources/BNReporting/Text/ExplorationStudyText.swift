// SPDX-License-Identifier: MIT

package import BNExploration

extension ExplorationStudy.Report {
  /// The result: the faults that take most draws, what was never seen, false alarms.
  package var text: String {
    let seeds = rows.first?.draws.count ?? 0
    let ordered = rows.sorted { ($0.median ?? .max, $0.fault) < ($1.median ?? .max, $1.fault) }
    let medians = ordered.compactMap(\.median)
    var lines = ["draws until seen (median of \(seeds) seeds, most)  fault"]
    lines += ordered.suffix(24).map { row in
      let most =
        row.draws.allSatisfy { $0 != nil }
        ? row.draws.compactMap(\.self).max().map(String.init) : nil
      return
        "\((row.median.map(String.init) ?? "-").right(8)) \((most ?? "-").right(8))  \(row.fault)"
    }
    for alarm in falseAlarms.prefix(20) {
      lines.append("false alarm: legal:\(alarm.variant) fails \(alarm.id)")
    }
    let seen = rows.count { $0.draws.contains { $0 != nil } }
    let always = rows.count { $0.draws.allSatisfy { $0 != nil } }
    let middle = medians.isEmpty ? "-" : "\(medians[medians.count / 2])"
    let late =
      medians.isEmpty ? "-" : "\(medians[min(medians.count * 99 / 100, medians.count - 1)])"
    lines.append(
      "DONE \(draws) draws of \(seeds) seeds: \(seen) of \(rows.count) known faults seen, \(always) with every seed; "
        + "median \(middle) draws, 99 % within \(late); \(falseAlarms.count) false alarms in \(trials) sound answers"
    )
    return lines.joined(separator: "\n") + "\n"
  }
}

extension ExplorationStudy.Row {
  /// The middle number of draws; nil if most seeds do not show the fault.
  fileprivate var median: Int? {
    let sorted = draws.map { $0 ?? .max }.sorted()
    let middle = sorted.isEmpty ? .max : sorted[(sorted.count - 1) / 2]
    return middle == .max ? nil : middle
  }
}
