// SPDX-License-Identifier: MIT

package import BNRunFile
internal import BatchNorm
package import BNGoldenCases

/// Which clause of the specification has how many cases, and of what kind.
package struct CoverageReport: Sendable {
  /// One clause with its cases.
  package struct Row: Sendable {
    /// The clause.
    package let clause: RuleClause
    /// The number of its cases of each level.
    package let counts: [CaseLevel: Int]
    /// Whether the suite owes it a case that is not there.
    package let isGap: Bool
  }

  /// A cell of the table feature × element type × mode.
  package struct Cell: Hashable, Sendable {
    /// The feature.
    package let feature: String
    /// The last part of the id.
    package let type: String
    /// The kind of steps: training, evaluation, backward, double_backward, state.
    package let mode: String

    /// Creates a cell.
    package init(feature: String, type: String, mode: String) {
      (self.feature, self.type, self.mode) = (feature, type, mode)
    }
  }

  /// The clauses in the order of the rules.
  package let rows: [Row]
  /// The number of cases in each cell.
  package let cells: [Cell: Int]
  /// The number of cases of each level for every rule named by a case.
  package let rules: [RuleID: [CaseLevel: Int]]

  /// The clauses without the case that they need.
  package var gaps: [RuleClause] { rows.filter(\.isGap).map(\.clause) }

  /// Counts the cases of a suite.
  ///
  /// - Throws: ``GlobError`` if the table holds a pattern that is none.
  package init(
    of suite: [CaseSummary],
    clauses: [RuleClause] = SpecificationClauses.all
  ) throws(GlobError) {
    var rows: [Row] = []
    for clause in clauses { rows.append(try Self.row(clause, in: suite)) }
    self.rows = rows
    var cells: [Cell: Int] = [:]
    var rules: [RuleID: [CaseLevel: Int]] = [:]
    for summary in suite {
      let parts = summary.id.text.split(separator: "/")
      for mode in Set(summary.steps.map(\.mode)) {
        let type = parts.last.map(String.init) ?? ""
        cells[Cell(feature: summary.id.feature, type: type, mode: mode), default: 0] += 1
      }
      for rule in summary.metadata.rules {
        rules[rule, default: [:]][summary.metadata.level, default: 0] += 1
      }
    }
    self.cells = cells
    self.rules = rules
  }

  private static func row(
    _ clause: RuleClause,
    in suite: [CaseSummary]
  ) throws(GlobError) -> Row {
    var globs: [Glob] = []
    for pattern in clause.cases { globs.append(try Glob(pattern)) }
    var counts: [CaseLevel: Int] = [:]
    var isHeld = false
    for summary in suite {
      guard summary.metadata.rules.contains(where: { $0.description == clause.rule }),
        globs.contains(where: { $0.matches(summary.id.text) })
      else { continue }
      counts[summary.metadata.level, default: 0] += 1
      let counted = clause.demand == .math || summary.metadata.profile == .torch
      if summary.metadata.level == .required, counted { isHeld = true }
    }
    if case .none = clause.demand { isHeld = true }
    return Row(clause: clause, counts: counts, isGap: !isHeld)
  }
}

extension StepText {
  /// The column of the coverage table that the step belongs to.
  fileprivate var mode: String {
    switch self {
    case .forward(let mode): mode.rawValue
    case .backward: "backward"
    case .doubleBackward: "double_backward"
    default: "state"
    }
  }
}
