// SPDX-License-Identifier: MIT

internal import BNGoldenCases

extension [CaseSummary] {
  /// The cases one a line: id, level, profile, title.
  package var text: String {
    let width = lazy.map(\.id.text.utf8.count).max() ?? 0
    return map { summary in
      let columns = [
        summary.id.text.left(width), summary.metadata.level.rawValue.left(11),
        summary.metadata.profile.rawValue.left(5), OneLine.text(summary.metadata.title),
      ]
      return columns.joined(separator: "  ") + "\n"
    }.joined()
  }
}
