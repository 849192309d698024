// SPDX-License-Identifier: MIT

package import BNVerdicts
package import BNBounds
package import BNGoldenCases

/// What became of the cases of one run in another.
package struct RunDifference: Equatable, Sendable {
  /// A case whose verdict or margin is another one.
  package struct Change: Equatable, Sendable {
    /// The case.
    package let id: String
    /// How it came out in the older run.
    package let old: OutcomeStatus
    /// How it came out in the newer one.
    package let new: OutcomeStatus
    /// The largest share of the allowance, then and now; nil where nothing was compared.
    package let oldShare: Double?
    package let newShare: Double?
    /// The newer run's reason.
    package let reason: String?
    /// The known faults that reproduce the newer run's answer.
    package let causes: [String]?
    /// Whether the case decides.
    package let level: CaseLevel

    /// How much more of the allowance is used now.
    package var drift: Double { (newShare ?? 0) - (oldShare ?? 0) }
  }

  /// As expected before and not now.
  package var regressions: [Change] = []
  /// Not as expected before, but now.
  package var fixes: [Change] = []
  /// Not as expected in either.
  package var stillWrong: [Change] = []
  /// Another verdict, but as much as expected as before.
  package var otherVerdicts: [Change] = []
  /// Those of them that are wrong now and were not, in cases that do not decide the exit code.
  package var undecisiveFailures: [Change] {
    otherVerdicts.filter { $0.new.isWrong && !$0.old.isWrong }
  }
  /// How many cases that do not decide the exit code are wrong in both runs.
  package var undecisiveInBoth = 0
  /// How many cases both runs have.
  package var compared = 0
  /// Whether both runs hold margins; without them nothing can be said of drifts.
  package let hasMargins: Bool
  /// The same verdict with another margin, the largest change first.
  package var drifts: [Change] = []
  /// The cases that only one of the runs has.
  package var onlyOld: [String] = []
  package var onlyNew: [String] = []

  /// Compares two runs case by case.
  package init(old: RunFile, new: RunFile) {
    let strict = old.header.settings.strict || new.header.settings.strict
    func table(_ run: RunFile) -> [String: CaseOutcome] {
      Dictionary(run.outcomes.map { ($0.outcome.id, $0.outcome) }) { first, _ in first }
    }
    let (before, after) = (table(old), table(new))
    onlyOld = before.keys.filter { after[$0] == nil }.sorted()
    onlyNew = after.keys.filter { before[$0] == nil }.sorted()
    hasMargins = [before, after].allSatisfy { $0.values.contains { $0.largestShare != nil } }
    for id in before.keys.sorted() {
      guard let first = before[id], let second = after[id] else { continue }
      compared += 1
      let change = Change(
        id: id,
        old: first.status,
        new: second.status,
        oldShare: first.largestShare,
        newShare: second.largestShare,
        reason: second.reason,
        causes: second.causes,
        level: second.level
      )
      switch (first.isCounted(strict: strict), second.isCounted(strict: strict)) {
      case (false, true): regressions.append(change)
      case (true, false): fixes.append(change)
      case (true, true): stillWrong.append(change)
      case (false, false) where first.status != second.status: otherVerdicts.append(change)
      case (false, false):
        if first.status.isWrong { undecisiveInBoth += 1 }
        if change.oldShare != change.newShare { drifts.append(change) }
      }
    }
    drifts.sort { ($1.drift.magnitude, $0.id) < ($0.drift.magnitude, $1.id) }
  }

  /// The largest growth of a share among cases whose verdict stayed; 0 if none grew.
  package var largestDrift: Double { drifts.map(\.drift).filter { !$0.isNaN }.max() ?? 0 }
}

extension OutcomeStatus {
  /// Whether the answer is not what it should be.
  fileprivate var isWrong: Bool {
    switch self {
    case .failed, .wrongStructure, .errored, .unexpectedPass: true
    case .passed, .unsupported, .expectedFailure, .untrusted, .notRun: false
    }
  }
}

extension CaseOutcome {
  /// The comparisons that say how far off the case is: of the tensors that are wrong, else of all.
  ///
  /// Where something is wrong that has no numbers, such as a shape, those of what is right say nothing.
  package var decidingComparisons: [TensorComparison] {
    let wrong = items.filter(\.verdict.isFailure)
    return (wrong.isEmpty ? items : wrong).compactMap(\.comparison)
  }

  /// The largest share of its allowance that a tensor used; nil if none was compared.
  package var largestShare: Double? { decidingComparisons.map(\.maxShare.value).max() }
}
