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
  /// A change to the choices.
  package typealias Change = @Sendable (inout Choices) -> Void
  /// The one change in the forms in which it is met, the plain one first.
  package let changes: [Change]

  init(
    _ name: String,
    _ summary: String,
    _ origin: String,
    _ rule: String,
    _ category: Category,
    _ frequency: Frequency? = nil,
    dialect: String? = nil,
    including included: String? = nil,
    or alternatives: [[Change]] = [],
    _ change: @escaping Change
  ) {
    self.name = name
    self.summary = summary
    self.origin = origin
    self.rule = rule
    self.category = category
    self.frequency = frequency ?? (origin.isEmpty ? .derived : .seen)
    self.dialect = dialect
    includes = included
    changes = Self.forms(of: change, or: alternatives)
  }

  private init(_ fault: Fault, name: String, summary: String, origin: String, changes: [Change]) {
    (self.name, self.summary, self.origin, self.changes) = (name, summary, origin, changes)
    (rule, category, frequency) = (fault.rule, fault.category, fault.frequency)
    (dialect, includes) = (fault.dialect, fault.includes)
  }

  /// The choices that it makes.
  package var choices: Choices {
    var choices = Choices()
    changes.first?(&choices)
    return choices
  }

  /// The choices that its forms make.
  package var forms: [Choices] {
    changes.map { change in
      var choices = Choices()
      change(&choices)
      return choices
    }
  }

  /// The forms in which a change is met: what the catalogue says may come on top of it, of each list nothing or
  /// one; a forward that mistakes a weight may have a backward which mistakes it, too; a neighbour may be the one
  /// before or the one behind; a refusal may name another reason.
  private static func forms(of change: @escaping Change, or alternatives: [[Change]]) -> [Change] {
    var choices = Choices()
    change(&choices)
    var lists = alternatives
    if choices.affine != AffineChoices() {
      lists.append([{ $0.backward.readsWeightAsForward = true }])
    }
    if choices.evaluation.statisticsShift != 0 {
      lists.append([{ $0.evaluation.statisticsShift *= -1 }])
    }
    if choices.checks.emptyRefusal != nil {
      let kinds: [ErrorKind] = [.rankMismatch, .channelMismatch, .noChannels]
      lists.append(kinds.map { kind in { @Sendable in $0.checks.emptyRefusal = kind } })
    }
    return lists.reduce([change]) { forms, list in
      forms + list.flatMap { more in forms.map { both($0, more) } }
    }
  }

  private static func both(_ first: @escaping Change, _ second: @escaping Change) -> Change {
    { choices in
      first(&choices)
      second(&choices)
    }
  }

  /// The fault in some of its forms only.
  package func keeping(forms: [Int]) -> Fault {
    Fault(
      self,
      name: name,
      summary: summary,
      origin: origin,
      changes: changes.indices.filter(forms.contains).map { changes[$0] }
    )
  }

  /// The fault that makes this change and then the other's.
  package func combined(with other: Fault) -> Fault {
    Fault(
      self,
      name: "\(name)+\(other.name)",
      summary: "\(summary) and \(other.summary)",
      origin: [origin, other.origin].filter { !$0.isEmpty }.joined(separator: "; "),
      changes: changes.flatMap { first in other.changes.map { Self.both(first, $0) } }
    )
  }
}
