// SPDX-License-Identifier: MIT

internal import BNFaults
internal import BNGoldenCases
package import BNVerdicts

/// What the causes of single cases add up to over a run.
///
/// Informative cases are not counted: nobody requires what they ask for.
package struct CauseSummary: Equatable, Sendable {
  /// A mistake that explains failing cases, alone or with other mistakes.
  package struct Cause: Equatable, Sendable {
    /// The fault, and those that no case tells from it; the most common ones first.
    package let faults: [String]
    /// What is wrong, in the words of the catalogue.
    package let summaries: [String]
    /// How many failing answers it gives where it is met, alone or with others, in every element.
    package let explained: Int
    /// How many of these it gives alone.
    package let alone: Int
    /// How many failing answers it changes but does not give.
    package let unexplained: Int
    /// How many passing answers speak against it.
    package let contradicting: Int
    /// Where it is met, if that is not everywhere, such as "for float16 input".
    package let scope: String?
    /// How many cases failed there.
    package let failingInScope: Int

    /// Whether it explains most of what failed where it is met, and little speaks against it.
    package var isSure: Bool {
      2 * explained > failingInScope && 10 * (contradicting + unexplained) <= explained
    }
  }

  /// The mistakes, the one that explains most first.
  package let causes: [Cause]
  /// How many cases failed.
  package let failing: Int
  /// How many of these the causes explain.
  package let explained: Int
  /// Whether required cases were judged and none failed: what else failed is no mistake.
  package let isAllowed: Bool

  /// Sums up the outcomes of a run; in a strict one recommended cases are required, too.
  package init(_ outcomes: some Sequence<CaseOutcome>, strict: Bool = false) {
    let judged = outcomes.filter { $0.level != .informative }
    let isAllowed = !strict && Self.isAllowed(judged)
    var open = judged.filter { $0.status == .failed || $0.status == .wrongStructure }
    if isAllowed {
      for index in open.indices { open[index].keepDialects() }
    }
    self.isAllowed = isAllowed
    let tally = CauseTally(open, passing: judged.filter { $0.status == .passed })
    failing = open.count
    explained = tally.explained.count
    causes = tally.names.map { tally.cause($0) }
      .sorted { (-$0.explained, $0.faults[0]) < (-$1.explained, $1.faults[0]) }
  }

  private static func isAllowed(_ judged: [CaseOutcome]) -> Bool {
    let required = judged.filter { $0.level == .required }
    let bad: [OutcomeStatus] = [.failed, .wrongStructure, .errored, .expectedFailure]
    return required.contains { $0.status == .passed }
      && !required.contains { bad.contains($0.status) }
  }

  /// Whether most of what failed has a cause.
  package var isExplained: Bool { 2 * explained > failing }
}

extension CaseOutcome {
  /// Drops the causes that are no ways which the specification leaves open.
  fileprivate mutating func keepDialects() {
    let kept = (causes ?? []).filter { name in
      name.split(separator: "+").allSatisfy { FaultCatalogue.named(String($0))?.dialect != nil }
    }
    causes = kept.isEmpty ? nil : kept
  }
}

/// Counts who explains what.
private struct CauseTally {
  private let open: [CaseOutcome]
  /// The mistakes that each failing case needs, by its place.
  private var needed: [Int: [String]] = [:]
  /// How often one fault may stand in the place of another.
  private var equals: [String: [String: Int]] = [:]
  private var against: [String: Int] = [:]
  private var unexplained: [String: Int] = [:]

  init(_ open: [CaseOutcome], passing: [CaseOutcome]) {
    self.open = open
    for (index, outcome) in open.enumerated() {
      for name in outcome.contradicts ?? [] { unexplained[name, default: 0] += 1 }
      guard let causes = outcome.causes, let first = causes.first else { continue }
      let parts = Self.parts(first)
      // A way that is allowed causes no failure beside a mistake.
      let mistakes = parts.filter { FaultCatalogue.named($0)?.dialect == nil }
      needed[index] = mistakes.isEmpty ? parts : mistakes
      for other in causes.dropFirst() {
        let changed = Self.parts(other)
        let gone = parts.filter { !changed.contains($0) }
        let new = changed.filter { !parts.contains($0) }
        guard gone.count == 1, new.count == 1 else { continue }
        equals[gone[0], default: [:]][new[0], default: 0] += 1
      }
    }
    for outcome in passing {
      for name in outcome.contradicts ?? [] { against[name, default: 0] += 1 }
    }
  }

  private static func parts(_ name: String) -> [String] {
    name.split(separator: "+").map(String.init)
  }

  var explained: [Int] { needed.keys.sorted() }

  var names: [String] { Set(needed.values.joined()).sorted() }

  func cause(_ name: String) -> CauseSummary.Cause {
    let own = needed.filter { $0.value.contains(name) }.keys.sorted()
    let same = (equals[name] ?? [:]).filter { $0.value == own.count }.keys
    let faults = [name] + FaultCatalogue.all.map(\.name).filter(same.contains)
    let rest = open.indices.filter { needed[$0] == nil }
    var scope: CaseScope?
    if 10 * rest.count > open.count {
      let facets = open.map { CaseFacets($0) }
      scope = CaseScope.separating(
        own.map { facets[$0] },
        from: rest.map { facets[$0] },
        by: CaseFacets.Key.ofCauses
      )
    }
    let inside = scope.map { scope in open.indices.filter { scope.holds(CaseFacets(open[$0])) } }
    let met = inside.map { Set(own).intersection($0) } ?? Set(own)
    return CauseSummary.Cause(
      faults: faults,
      summaries: faults.map { FaultCatalogue.named($0)?.summary ?? $0 },
      explained: met.count,
      alone: met.count { needed[$0] == [name] },
      unexplained: unexplained[name] ?? 0,
      contradicting: against[name] ?? 0,
      scope: scope?.words,
      failingInScope: inside?.count ?? open.count
    )
  }
}
