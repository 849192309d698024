// SPDX-License-Identifier: MIT

package import BNVerdicts

/// What the readings of single cases add up to over a run.
package struct TraitSummary: Equatable, Sendable {
  /// One trait, with every value that was read and how many cases show it, the most frequent first.
  package struct Row: Equatable, Sendable {
    /// The trait.
    package let trait: BatchNormTrait
    /// The values with their numbers of cases.
    package let values: [(value: String, cases: Int)]

    package static func == (left: Row, right: Row) -> Bool {
      left.trait == right.trait
        && left.values.elementsEqual(right.values) { $0.value == $1.value && $0.cases == $1.cases }
    }
  }

  /// The traits that were read, in the order of ``BatchNormTrait``.
  package let rows: [Row]
  /// The largest depth h that a certified tensor needed; nil if none was judged that way.
  package let neededDepth: Double?

  /// Sums up the outcomes of a run.
  package init(_ outcomes: some Sequence<CaseOutcome>) {
    var counts: [BatchNormTrait: [String: Int]] = [:]
    var depth: Double?
    for outcome in outcomes {
      for reading in outcome.traits ?? [] {
        counts[reading.trait, default: [:]][reading.value, default: 0] += 1
      }
      for item in outcome.items where item.verdict == .passed {
        depth = item.neededDepth.map { max(depth ?? 0, $0) } ?? depth
      }
    }
    rows = BatchNormTrait.allCases.compactMap { trait in
      guard let values = counts[trait].map({ trait.isConvention ? Self.settled($0) : $0 }) else {
        return nil
      }
      return Row(
        trait: trait,
        values: values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
      )
    }
    neededDepth = depth
  }

  /// The values without those that few cases show: wrong numbers look like another convention now and then.
  private static func settled(_ values: [String: Int]) -> [String: Int] {
    let all = values.values.reduce(0, +)
    return values.filter { 10 * $0.value >= all }
  }
}

extension BatchNormTrait {
  /// Whether an implementation does it in the same way everywhere, so that nearly every answer shows it.
  fileprivate var isConvention: Bool {
    switch self {
    case .runningVariance, .normalizingVariance, .momentum, .momentumNone, .eps, .evaluation: true
    case .subnormals, .algorithm, .arithmetic: false
    }
  }
}
