// SPDX-License-Identifier: MIT

package import Conformance

/// The result of a diagnosis study: a line for each fault, then how many were named rightly.
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
        line += (row.isRight ? "; not told from " : "; named ") + others.joined(separator: ", ")
      }
      return line
    }
    let visible = rows.filter { $0.failing > 0 }
    let right = visible.count(where: \.isRight)
    let unique = visible.count(where: \.isUnique)
    let share = visible.isEmpty ? "0 %" : NumberText.percent(right, of: visible.count)
    lines.append(
      "DONE \(visible.count) faults: \(right) named rightly (\(share)), \(unique) of them alone, "
        + "\(right - unique) in a class"
    )
    return lines.joined(separator: "\n") + "\n"
  }
}
