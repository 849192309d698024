// SPDX-License-Identifier: MIT

internal import BNAdequacy
internal import BNRunFile
package import BNVerdicts

/// Rules of the specification with what they say: "R23 the running variance is unbiased".
package enum RuleText {
  private static let clauses = Dictionary(
    grouping: SpecificationClauses.all.map { clause in
      (rule: clause.rule, text: clause.text, cases: clause.cases.compactMap { try? Glob($0) })
    },
    by: \.rule
  )

  /// The rule's id and text; of a rule with several clauses, those that the case is about.
  ///
  /// An id that the specification does not have stays as it is.
  package static func text(_ rule: String, for id: String) -> String {
    guard let clauses = clauses[rule] else { return rule }
    let own = clauses.filter { $0.cases.contains { $0.matches(id) } }
    let texts = (own.isEmpty ? clauses.prefix(1) : own[...]).map(\.text)
    return "\(rule) \(texts.joined(separator: "; "))"
  }

  /// The rules of a case.
  package static func texts(_ outcome: CaseOutcome) -> [String] {
    outcome.rules.map { text($0, for: outcome.id) }
  }

  /// The rules of a case in a line.
  package static func line(_ outcome: CaseOutcome) -> String {
    texts(outcome).joined(separator: " · ")
  }
}
