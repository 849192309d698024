// SPDX-License-Identifier: MIT

package import BNAdequacy

/// The result of a diagnosis study: a line for each fault, then how many were named correctly.
package struct DiagnosisText {
  private let rows: [DiagnosisStudy.Row]

  /// Creates the text of a study.
  package init(_ rows: [DiagnosisStudy.Row]) { self.rows = rows }

  /// The whole text.
  package var text: String {
    var lines = rows.map { row in
      let mark = row.isUnique ? "✔" : row.isRight ? "≈" : "✘"
      let others = row.named.filter { $0 != row.fault }
      var line = "\(mark) \(row.fault): explains \(row.explained) of \(row.failing)"
      if !others.isEmpty {
        line += (row.isRight ? "; same answers as " : "; named ") + others.joined(separator: ", ")
      }
      return line
    }
    let visible = rows.filter { $0.failing > 0 }
    let right = visible.count(where: \.isRight)
    let unique = visible.count(where: \.isUnique)
    let share = visible.isEmpty ? "0 %" : NumberText.percent(right, of: visible.count)
    lines.append(
      "DONE \(visible.count) faults: \(right) named correctly (\(share)), \(unique) of them uniquely, "
        + "\(right - unique) among faults with the same answers"
    )
    return lines.joined(separator: "\n") + "\n"
  }
}
