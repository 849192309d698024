// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BatchNorm
internal import BNBounds
internal import BNDifferential
internal import BNFaults
internal import BNGoldenCases

internal import BNTensors

/// Looks for data on which a sound implementation uses most of its allowance.
///
/// Random regimes first (number of values, offset, deviation, eps, weight, bias), then a climb: the worst
/// candidate of each tensor is changed element by element, and a change that makes it worse stays.
/// Truth is the exact reference. A share above 1 would prove the bound wrong.
package struct AdversarialSearch: Sendable {
  /// The worst that was found for one tensor.
  package struct Row: Sendable {
    /// The tensor.
    package let tensor: String
    /// The largest share of the allowance that a sound implementation used.
    package var share: Double
    /// The sound variant.
    package var variant: String
    /// The data, in words.
    package var regime: String
  }

  private let trials: Int
  private let climbs: Int
  private let seed: UInt64

  /// Prepares a search of so many random regimes and so many changes to the worst ones.
  package init(trials: Int, climbs: Int, seed: UInt64 = 1) {
    self.trials = trials
    self.climbs = climbs
    self.seed = seed
  }

  /// Searches; the rows are sorted by share.
  package func run() async -> [Row] {
    var random = DrawnNumbers(seed: seed)
    var worst: [String: (row: Row, candidate: SearchCandidate)] = [:]
    for _ in 0..<trials {
      await consider(SearchCandidate(&random), &worst)
    }
    for _ in 0..<climbs {
      for name in worst.keys.sorted() {
        guard var candidate = worst[name]?.candidate else { continue }
        candidate.change(&random)
        await consider(candidate, &worst)
      }
    }
    return worst.values.map(\.row).sorted { $0.share > $1.share }
  }

  private func consider(
    _ candidate: SearchCandidate,
    _ worst: inout [String: (row: Row, candidate: SearchCandidate)]
  ) async {
    guard let golden = await candidate.golden() else { return }
    let judge = CaseJudge(JudgingPolicy(checksUntrusted: true))
    for variant in LegalVariant.all {
      var program = FloatingProgram(golden.request, choices: variant.choices(seed: candidate.order))
      let outcome = judge.outcome(of: golden, answer: program.run(), milliseconds: 0)
      for item in outcome.items where item.verdict != .untrusted {
        guard let share = item.comparison?.maxShare.value, share.isFinite,
          item.tolerance == ToleranceMode.certified.description,
          share > worst[item.name]?.row.share ?? 0
        else { continue }
        let row = Row(
          tensor: item.name,
          share: share,
          variant: variant.name,
          regime: candidate.regime
        )
        worst[item.name] = (row, candidate)
      }
    }
  }
}
