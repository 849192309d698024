// SPDX-License-Identifier: MIT

package import BNAdequacy

/// What published tolerances see, as a table.
package struct PublishedRuleText {
  private let rows: [PublishedRuleStudy.Row]

  /// Creates the text of a study.
  package init(_ rows: [PublishedRuleStudy.Row]) { self.rows = rows }

  /// The whole text.
  package var text: String {
    let head = "rule".filled(36) + "faults killed".filled(16) + "sound float32 code rejected"
    let lines = rows.map { row in
      row.rule.name.filled(36)
        + "\(row.faults - row.survivors.count) of \(row.faults)".filled(16)
        + "\(row.rejected.count) of \(row.sound)"
    }
    let details = rows.filter { !$0.survivors.isEmpty }.map { row in
      "survive \(row.rule.name): " + row.survivors.prefix(12).joined(separator: ", ")
        + (row.survivors.count > 12 ? " and \(row.survivors.count - 12) more" : "")
    }
    return ([head] + lines + [""] + details).joined(separator: "\n") + "\n"
  }
}

extension String {
  fileprivate func filled(_ width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
