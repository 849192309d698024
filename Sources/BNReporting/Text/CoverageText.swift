// SPDX-License-Identifier: MIT

package import BNAdequacy
import BNGoldenCases

/// The coverage of the specification as text: clauses, rules by level, features by type and mode.
package struct CoverageText {
  private let report: CoverageReport

  /// Creates the text of a report.
  package init(_ report: CoverageReport) { self.report = report }

  /// The whole text.
  package var text: String {
    ([clauses, rules, features, summary].joined(separator: "\n\n")) + "\n"
  }

  private var clauses: String {
    let lines = report.rows.map { row in
      let state =
        switch row.clause.demand {
        case .none: "not judged"
        case .math, .torch: row.isGap ? "MISSING" : row.clause.demand == .math ? "math" : "torch"
        }
      let counts = CaseLevel.allCases.map { "\(row.counts[$0] ?? 0)".padded(to: 5, right: true) }
      var line =
        row.clause.rule.padded(to: 4) + state.padded(to: 11) + counts.joined() + "  "
        + row.clause.text
      if case .none(let reason) = row.clause.demand { line += " — \(reason)" }
      return line
    }
    return (["rule judged by  req  rec  inf  clause"] + lines).joined(separator: "\n")
  }

  private var rules: String {
    let lines = report.rules.sorted { $0.key < $1.key }.map { rule, counts in
      let figures = CaseLevel.allCases.map { "\(counts[$0] ?? 0)".padded(to: 6, right: true) }
      return rule.description.padded(to: 5) + figures.joined()
    }
    return (["rule    req   rec   inf"] + lines).joined(separator: "\n")
  }

  private var features: String {
    let modes = ["training", "evaluation", "backward", "double_backward", "state"]
    let rows = Set(report.cells.keys.map { [$0.feature, $0.type] })
      .sorted { $0.lexicographicallyPrecedes($1) }
    let width = (rows.map { $0[0].count }.max() ?? 0) + 2
    let lines = rows.map { row in
      let figures = modes.map { mode in
        let count = report.cells[.init(feature: row[0], type: row[1], mode: mode)] ?? 0
        return (count == 0 ? "·" : "\(count)").padded(to: mode.count + 2, right: true)
      }
      return row[0].padded(to: width) + row[1].padded(to: 9) + figures.joined()
    }
    let head =
      "feature".padded(to: width) + "type".padded(to: 9)
      + modes.map { "  " + $0 }.joined()
    return ([head] + lines).joined(separator: "\n")
  }

  private var summary: String {
    let judged = report.rows.filter { if case .none = $0.clause.demand { false } else { true } }
    if report.gaps.isEmpty { return "\(judged.count) judged clauses, all with a case" }
    return "\(report.gaps.count) of \(judged.count) judged clauses lack a case: "
      + report.gaps.map { "\($0.rule) \($0.text)" }.joined(separator: "; ")
  }
}

extension String {
  /// The text filled up with blanks.
  fileprivate func padded(to width: Int, right: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - count))
    return right ? blanks + self : self + blanks
  }
}
