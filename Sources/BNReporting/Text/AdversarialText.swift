// SPDX-License-Identifier: MIT

package import BNAdequacy

/// The result of an adversarial search as a table.
package struct AdversarialText {
  private let rows: [AdversarialSearch.Row]

  /// Creates the text of a search.
  package init(_ rows: [AdversarialSearch.Row]) { self.rows = rows }

  /// The whole text.
  package var text: String {
    let lines = rows.map { row in
      [row.tensor, NumberText.figure(row.share), row.variant]
        .map { $0 + String(repeating: " ", count: max(1, 20 - $0.count)) }.joined() + row.regime
    }
    let head = "tensor              worst share         sound variant       data"
    return ([head] + lines).joined(separator: "\n") + "\n"
  }
}
