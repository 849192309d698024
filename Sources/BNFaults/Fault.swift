// SPDX-License-Identifier: MIT

internal import BatchNorm

/// A wrong BatchNorm: the specification with one choice made differently.
package struct Fault: Sendable {
  /// The kind of mistake.
  package enum Category: String, CaseIterable, Codable, Sendable {
    case statistics, eps, affine, running, momentum, counter, evaluation, machine, validation, empty
    case layout, backward, secondOrder = "second_order", precision, indexing
  }

  /// How common a mistake is in real code.
  package enum Frequency: Int, Comparable, Sendable {
    /// Nobody is known to have made it; it is derived from the rule.
    case derived
    /// It was seen.
    case seen
    /// It is made again and again, often as the convention of a framework.
    case common

    package static func < (a: Frequency, b: Frequency) -> Bool { a.rawValue < b.rawValue }
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
  /// How common it is: seen where an origin is known, unless the catalogue says that it is common.
  package let frequency: Frequency
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
    _ frequency: Frequency? = nil,
    dialect: String? = nil,
    including included: String? = nil,
    _ change: @escaping @Sendable (inout Choices) -> Void
  ) {
    self.name = name
    self.summary = summary
    self.origin = origin
    self.rule = rule
    self.category = category
    self.frequency = frequency ?? (origin.isEmpty ? .derived : .seen)
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
  /// too; a neighbour may be the one before or the one behind; a refusal may name another reason.
  package var forms: [Choices] {
    var forms = [choices]
    func vary(_ change: (inout Choices) -> Void) {
      forms += forms.map { form in
        var other = form
        change(&other)
        return other
      }
    }
    if choices.affine != AffineChoices() { vary { $0.backward.readsWeightAsForward = true } }
    if choices.evaluation.statisticsShift != 0 { vary { $0.evaluation.statisticsShift *= -1 } }
    if choices.checks.emptyRefusal != nil {
      let simple = forms
      for kind in [ErrorKind.rankMismatch, .channelMismatch, .noChannels] {
        forms += simple.map { form in
          var other = form
          other.checks.emptyRefusal = kind
          return other
        }
      }
    }
    return forms
  }

  /// The fault that makes this change and then the other's.
  package func combined(with other: Fault) -> Fault {
    let (first, second) = (change, other.change)
    return Fault(
      "\(name)+\(other.name)",
      "\(summary) and \(other.summary)",
      [origin, other.origin].filter { !$0.isEmpty }.joined(separator: "; "),
      rule,
      category,
      min(frequency, other.frequency)
    ) { choices in
      first(&choices)
      second(&choices)
    }
  }
}
