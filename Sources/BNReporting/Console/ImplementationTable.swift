// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BNDiagnosis
package import BNRunFile

/// What came of several implementations, a line each.
package struct ImplementationTable {
  private var rows: [[String]] = []
  private var exitCodes: [RunExitCode] = []

  /// Creates a table without rows.
  package init() {}

  /// Adds a run.
  package mutating func add(_ run: RunFile, _ exitCode: RunExitCode) {
    let outcomes = run.outcomes.map(\.outcome)
    let counts = OutcomeCounts(outcomes)
    let exact = outcomes.count { $0.status == .passed && CaseFigures($0).isExact }
    let cause = CauseSummary(outcomes).causes.first.flatMap { $0.faults.first } ?? ""
    exitCodes.append(exitCode)
    rows.append(
      [OneLine.text(run.implementationText)]
        + [
          counts.total, counts[.passed], exact, counts[.failed], counts[.wrongStructure],
          counts[.errored], counts[.unsupported], counts[.expectedFailure],
        ].map(String.init) + ["\(exitCode.rawValue)", cause]
    )
  }

  /// The code of all runs together: of several that apply the first of interruption, 2, 3, 1, 0.
  package var exitCode: RunExitCode {
    let order: [RunExitCode] = [
      .interrupted, .terminated, .hungUp, .couldNotJudge, .nothingJudged, .notAsExpected,
    ]
    return order.first(where: exitCodes.contains) ?? .asExpected
  }

  /// The table, with aligned columns.
  package var text: String {
    let head = [
      "implementation", "cases", "passed", "exact", "failed", "structure", "errored",
      "unsupported", "expected", "exit", "likely",
    ]
    let lines = [head] + rows
    let widths = head.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return "\n"
      + lines.map { line in
        let cells = line.enumerated().map { column, cell in
          let padding = String(repeating: " ", count: widths[column] - cell.count)
          let isText = column == 0 || column == head.count - 1
          return isText ? cell + padding : padding + cell
        }
        let text = cells.joined(separator: "  ")
        return String(text.reversed().drop { $0 == " " }.reversed()) + "\n"
      }.joined()
  }
}
