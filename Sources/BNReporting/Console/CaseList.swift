// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNGoldenCases
internal import BNTensors

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

  private struct Entry: Encodable {
    let id: String
    let level: CaseLevel
    let profile: CaseProfile
    let title: String
    let rules: [RuleID]
    let tags: [String]
    let kind: LayerKind
    let inputType: ElementType
    let parameterType: ElementType
    let steps: [String]
  }

  /// The cases as a JSON array, keys sorted.
  package func json() throws -> String {
    try JSONText.lines(
      map { summary in
        Entry(
          id: summary.id.text,
          level: summary.metadata.level,
          profile: summary.metadata.profile,
          title: summary.metadata.title,
          rules: summary.metadata.rules,
          tags: summary.metadata.tags,
          kind: summary.configuration.kind,
          inputType: summary.configuration.inputType,
          parameterType: summary.configuration.parameterType,
          steps: summary.steps.map { "\($0)" }
        )
      }
    )
  }
}
