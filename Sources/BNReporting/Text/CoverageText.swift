// SPDX-License-Identifier: MIT

package import BNAdequacy
import BNGoldenCases

/// The coverage of the specification as text: clauses, rules by level, features by type and mode.
extension CoverageReport {
  /// The whole text.
  package var text: String {
    ([clauseTable, ruleTable, featureTable, summary].joined(separator: "\n\n")) + "\n"
  }

  private var clauseTable: String {
    let lines = rows.map { row in
      let state =
        switch row.clause.demand {
        case .none: "not judged"
        case .math, .torch: row.isGap ? "MISSING" : row.clause.demand == .math ? "math" : "torch"
        }
      let counts = CaseLevel.allCases.map { "\(row.counts[$0] ?? 0)".right(5) }
      var line =
        row.clause.rule.left(4) + state.left(11) + counts.joined() + "  "
        + row.clause.text
      if case .none(let reason) = row.clause.demand { line += " — \(reason)" }
      return line
    }
    return (["rule judged by  req  rec  inf  clause"] + lines).joined(separator: "\n")
  }

  private var ruleTable: String {
    let lines = rules.sorted { $0.key < $1.key }.map { rule, counts in
      let figures = CaseLevel.allCases.map { "\(counts[$0] ?? 0)".right(6) }
      return rule.description.left(5) + figures.joined()
    }
    return (["rule    req   rec   inf"] + lines).joined(separator: "\n")
  }

  private var featureTable: String {
    let modes = ["training", "evaluation", "backward", "double_backward", "state"]
    let rows = Set(cells.keys.map { [$0.feature, $0.type] })
      .sorted { $0.lexicographicallyPrecedes($1) }
    let width = (rows.map { $0[0].count }.max() ?? 0) + 2
    let lines = rows.map { row in
      let figures = modes.map { mode in
        let count = cells[.init(feature: row[0], type: row[1], mode: mode)] ?? 0
        return (count == 0 ? "·" : "\(count)").right(mode.count + 2)
      }
      return row[0].left(width) + row[1].left(9) + figures.joined()
    }
    let head =
      "feature".left(width) + "type".left(9)
      + modes.map { "  " + $0 }.joined()
    return ([head] + lines).joined(separator: "\n")
  }

  private var summary: String {
    let judged = rows.filter { if case .none = $0.clause.demand { false } else { true } }
    if gaps.isEmpty { return "\(judged.count) judged clauses, all with a case" }
    return "\(gaps.count) of \(judged.count) judged clauses lack a case: "
      + gaps.map { "\($0.rule) \($0.text)" }.joined(separator: "; ")
  }
}
