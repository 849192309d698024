// SPDX-License-Identifier: MIT

package import BNGoldenCases

/// Cases one a line: id, level, profile, title.
package struct CaseList {
  private let summaries: [CaseSummary]

  /// Creates a list.
  package init(_ summaries: [CaseSummary]) { self.summaries = summaries }

  /// The lines, each with its newline.
  package var text: String {
    let width = summaries.lazy.map(\.id.text.utf8.count).max() ?? 0
    return summaries.map { summary in
      let columns = [
        CaseLine.left(summary.id.text, width),
        CaseLine.left(summary.metadata.level.rawValue, 11),
        CaseLine.left(summary.metadata.profile.rawValue, 5),
        OneLine.text(summary.metadata.title),
      ]
      return columns.joined(separator: "  ") + "\n"
    }.joined()
  }
}
