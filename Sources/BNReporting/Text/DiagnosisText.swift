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
      let named = row.named.map { $0.prefix(4).joined(separator: " or ") }.joined(separator: ", and ")
      let line =
        "\(mark) \(row.faults.joined(separator: "+")): explains \(row.explained) of \(row.failing)"
      return row.isUnique ? line : line + "; named \(named.isEmpty ? "nothing" : named)"
    }
    let visible = rows.filter { $0.failing > 0 }
    let right = visible.count(where: \.isRight)
    let unique = visible.count(where: \.isUnique)
    let large = visible.count { $0.named.contains { $0.count > 2 } }
    let share = visible.isEmpty ? "0 %" : NumberText.percent(right, of: visible.count)
    lines.append(
      "DONE \(visible.count) implementations: \(right) named correctly (\(share)), \(unique) of them uniquely, "
        + "\(right - unique) among faults with the same answers, \(large) in a class of more than two"
    )
    return lines.joined(separator: "\n") + "\n"
  }
}
