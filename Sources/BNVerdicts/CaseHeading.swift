// SPDX-License-Identifier: MIT

package import BNGoldenCases

/// What a report says of a case whatever became of it.
package struct CaseHeading: Equatable, Sendable {
  /// The case.
  package var id: String
  /// The case's title.
  package var title: String
  /// Why the case exists and what failing it means.
  package var rationale: String
  /// Whether the case decides the exit code.
  package var level: CaseLevel
  /// The part of the specification that it belongs to.
  package var profile: CaseProfile
  /// The rules that it holds, as text.
  package var rules: [String]
  /// The tags.
  package var tags: [String]

  /// Creates a heading from its parts.
  init(
    id: String,
    title: String,
    rationale: String,
    level: CaseLevel,
    profile: CaseProfile,
    rules: [String],
    tags: [String]
  ) {
    self.id = id
    self.title = title
    self.rationale = rationale
    self.level = level
    self.profile = profile
    self.rules = rules
    self.tags = tags
  }

  /// Takes the heading of a golden case.
  package init(_ id: CaseID, _ metadata: CaseMetadata) {
    self.id = id.text
    title = metadata.title
    rationale = metadata.rationale
    level = metadata.level
    profile = metadata.profile
    rules = metadata.rules.map(\.description)
    tags = metadata.tags
  }
}

extension CaseOutcome {
  /// Creates the outcome of a case that was never judged.
  package init(_ heading: CaseHeading, status: OutcomeStatus, reason: String) {
    self.init(
      id: heading.id,
      title: heading.title,
      level: heading.level,
      profile: heading.profile,
      rules: heading.rules,
      tags: heading.tags,
      status: status,
      reason: reason,
      rationale: heading.rationale
    )
  }
}
