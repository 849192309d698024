// SPDX-License-Identifier: MIT

package import BNVerdicts
internal import BNFaults

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
    /// How many passing cases speak against the one with the fewest of them: it is not the whole of what
    /// is wrong, or it is wrong in some places only.
    package let contradicting: Int

    /// Whether so many passing cases speak against it that it is no accident of rounding.
    package var isContested: Bool { Self.isContested(explained: explained, by: contradicting) }

    fileprivate static func isContested(explained: Int, by contradicting: Int) -> Bool {
      contradicting > 0 && contradicting * 10 >= explained
    }

    /// Whether more passing cases speak against it than failing ones for it, or it has objections and
    /// explains little.
    package func isDoubtful(among failing: Int) -> Bool {
      contradicting > 0 && (contradicting > explained || explained * 10 < failing)
    }
  }

  /// The causes, each explaining cases that those before it leave open; the best first.
  package let causes: [Cause]
  /// How many cases failed.
  package let failing: Int

  /// Sums up the outcomes of a run.
  package init(_ outcomes: some Sequence<CaseOutcome>) {
    var contradicted: [String: Int] = [:]
    for name in outcomes.flatMap({ $0.contradicts ?? [] }) { contradicted[name, default: 0] += 1 }
    var open = outcomes.filter { $0.status == .failed || $0.status == .wrongStructure }
    failing = open.count
    var causes: [Cause] = []
    while causes.count < 3 {
      let explained = Self.explained(open)
      // A fault that passing cases speak against is at most a part of the truth: it counts half.
      let weights = explained.map { name, cases in
        let isContested = Cause.isContested(explained: cases.count, by: contradicted[name] ?? 0)
        return (name, isContested ? cases.count : 2 * cases.count)
      }
      let weight = Dictionary(uniqueKeysWithValues: weights)
      guard let most = weight.values.max() else { break }
      let known = FaultCatalogue.all.map(\.name)
      let pairs = explained.keys.filter { $0.contains("+") }.sorted()
      let best = (known + pairs).filter { weight[$0] == most }
      let upheld = best.filter { contradicted[$0] == nil }
      guard let first = upheld.first ?? best.first, let cases = explained[first] else { break }
      // Only the same cases leave it open which of two faults it is; other cases are another cause.
      let equal = best.filter { explained[$0] == cases }
      let least = equal.map { contradicted[$0] ?? 0 }.min() ?? 0
      let names = equal.filter { contradicted[$0] ?? 0 == least }
      causes.append(
        Cause(
          faults: names,
          summaries: names.compactMap { FaultCatalogue.named($0)?.summary },
          explained: cases.count,
          contradicting: least
        )
      )
      let settled = Set(cases)
      open = open.indices.filter { !settled.contains($0) }.map { open[$0] }
    }
    self.causes = causes
  }

  /// The cases that each fault explains, by their places.
  ///
  /// A pair stands only where neither fault alone explains a case. It explains what its parts do, too;
  /// that counts if it is needed often enough.
  private static func explained(_ outcomes: [CaseOutcome]) -> [String: [Int]] {
    var explained: [String: [Int]] = [:]
    for (index, outcome) in outcomes.enumerated() {
      for name in outcome.causes ?? [] { explained[name, default: []].append(index) }
    }
    for (name, own) in explained where name.contains("+") {
      let parts = name.split(separator: "+").flatMap { explained[String($0)] ?? [] }
      if own.count * 2 >= parts.count { explained[name] = Set(own + parts).sorted() }
    }
    return explained
  }
}
