// SPDX-License-Identifier: MIT

internal import Faults

/// What the causes of single cases add up to over a run.
package struct CauseSummary: Equatable, Sendable {
  /// Faults that explain the same, largest, number of failing cases; more than one where the cases
  /// cannot tell them apart.
  package struct Cause: Equatable, Sendable {
    /// The names.
    package let faults: [String]
    /// What is wrong, in the words of the catalogue.
    package let summaries: [String]
    /// How many failing cases they explain.
    package let explained: Int
  }

  /// The causes, each explaining cases that those before it leave open; the best first.
  package let causes: [Cause]
  /// How many cases failed.
  package let failing: Int

  /// Sums up the outcomes of a run.
  package init(_ outcomes: some Sequence<CaseOutcome>) {
    let contradicted = Set(outcomes.flatMap { $0.contradicts ?? [] })
    var open = outcomes.filter { $0.status == .failed || $0.status == .wrongStructure }
    failing = open.count
    var causes: [Cause] = []
    while causes.count < 3 {
      var counts: [String: Int] = [:]
      for outcome in open { for name in outcome.causes ?? [] { counts[name, default: 0] += 1 } }
      guard let best = counts.values.max() else { break }
      let known = FaultCatalogue.all.map(\.name)
      let pairs = counts.keys.filter { $0.contains("+") }.sorted()
      let equal = (known + pairs).filter { counts[$0] == best }
      // Of faults that explain as much, those that a passing case speaks against are out.
      let upheld = equal.filter { !contradicted.contains($0) }
      let names = upheld.isEmpty ? equal : upheld
      causes.append(
        Cause(
          faults: names,
          summaries: names.compactMap { FaultCatalogue.named($0)?.summary },
          explained: best
        )
      )
      open.removeAll { outcome in outcome.causes?.contains(where: equal.contains) ?? false }
    }
    self.causes = causes
  }
}
