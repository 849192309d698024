// SPDX-License-Identifier: MIT

/// A wrong BatchNorm: the specification with one choice made differently.
package struct Fault: Sendable {
  /// The kind of mistake.
  package enum Category: String, CaseIterable, Codable, Sendable {
    case statistics, eps, affine, running, momentum, counter, evaluation, machine, validation, empty
    case layout, backward, secondOrder = "second_order", precision, indexing
  }

  /// The name, for `fault:NAME`.
  package let name: String
  /// What is wrong, in one sentence.
  package let summary: String
  /// The real bug or dialect that it stands for; empty where it is derived from the rule alone.
  package let origin: String
  /// The rule that it breaks.
  package let rule: String
  /// The kind of mistake.
  package let category: Category
  /// Why no required case fails it, for a dialect that only recommended or informative cases see; nil
  /// for all others.
  package let dialect: String?
  /// The name of a fault that this one goes beyond: where that explains an answer, nothing speaks for
  /// this one.
  package let includes: String?
  /// The one change.
  package let change: @Sendable (inout Choices) -> Void

  init(
    _ name: String,
    _ summary: String,
    _ origin: String,
    _ rule: String,
    _ category: Category,
    dialect: String? = nil,
    including included: String? = nil,
    _ change: @escaping @Sendable (inout Choices) -> Void
  ) {
    self.name = name
    self.summary = summary
    self.origin = origin
    self.rule = rule
    self.category = category
    self.dialect = dialect
    includes = included
    self.change = change
  }

  /// The choices that it makes.
  package var choices: Choices {
    var choices = Choices()
    change(&choices)
    return choices
  }

  /// The forms in which it is met: a forward that mistakes a weight may have a backward which mistakes it,
  /// too; a neighbour may be the one before or the one behind.
  package var forms: [Choices] {
    var other = choices
    if category == .affine || category == .indexing {
      other.backward.readsWeightAsForward = true
    } else if other.evaluation.statisticsShift != 0 {
      other.evaluation.statisticsShift *= -1
    } else {
      return [other]
    }
    return [choices, other]
  }

  /// The fault that makes this change and then the other's.
  package func combined(with other: Fault) -> Fault {
    let (first, second) = (change, other.change)
    return Fault(
      "\(name)+\(other.name)",
      "\(summary) and \(other.summary)",
      [origin, other.origin].filter { !$0.isEmpty }.joined(separator: "; "),
      rule,
      category
    ) { choices in
      first(&choices)
      second(&choices)
    }
  }
}
