// SPDX-License-Identifier: MIT

/// One judged statement of the specification, and where its cases are found.
package struct RuleClause: Equatable, Sendable {
  /// The rule that it is part of.
  package let rule: String
  /// What it says, in a few words.
  package let text: String
  /// What the suite owes it.
  package let demand: Demand
  /// Patterns of the ids of its cases.
  package let cases: [String]

  /// What the suite owes a clause.
  package enum Demand: Equatable, Sendable {
    /// A required case of any profile.
    case math
    /// A required case of the torch profile: PyTorch's own policy.
    case torch
    /// No case: why it is not judged.
    case none(reason: String)
  }

  static func math(_ rule: String, _ text: String, _ cases: String...) -> RuleClause {
    RuleClause(rule: rule, text: text, demand: .math, cases: cases)
  }

  static func torch(_ rule: String, _ text: String, _ cases: String...) -> RuleClause {
    RuleClause(rule: rule, text: text, demand: .torch, cases: cases)
  }

  static func unjudged(_ rule: String, _ text: String, reason: String) -> RuleClause {
    RuleClause(rule: rule, text: text, demand: .none(reason: reason), cases: [])
  }
}
