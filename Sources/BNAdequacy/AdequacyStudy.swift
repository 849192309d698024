// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BNBounds
package import BNFaults
package import BNGoldenCases

/// Whether the suite sees what it must see and nothing else.
///
/// Every fault runs every case and must fail a required one; every legal variant, in several orders
/// of summation, must fail none.
package struct AdequacyStudy: Sendable {
  /// The cases.
  package let cases: [GoldenCase]
  /// The faults.
  package let faults: [Fault]
  /// The sound implementations.
  package let variants: [LegalVariant]
  /// The orders of summation in which each of them is tried.
  package let seeds: [UInt64]

  /// Creates a study.
  package init(
    cases: [GoldenCase],
    faults: [Fault] = FaultCatalogue.all,
    variants: [LegalVariant] = LegalVariant.all,
    seeds: [UInt64] = [0, 1, 2]
  ) {
    self.cases = cases
    self.faults = faults
    self.variants = variants
    self.seeds = seeds
  }

  /// Runs everything, so many tasks at a time.
  package func run(jobs: Int) async -> AdequacyReport {
    let kills = await ConcurrentMap.run(faults.count, jobs: jobs) { index in
      failures(faults[index].choices)
    }
    let trials = variants.flatMap { variant in seeds.map { (variant, $0) } }
    let alarms = await ConcurrentMap.run(trials.count, jobs: jobs) { index in
      let (variant, seed) = trials[index]
      return failures(variant.choices(seed: seed)).filter { cases[$0].metadata.level == .required }
        .map { AdequacyReport.FalseAlarm(variant: variant.name, seed: seed, id: cases[$0].id.text) }
    }
    return AdequacyReport(
      cases: cases.map { ($0.id.text, $0.metadata.level) },
      faults: faults,
      kills: kills,
      falseAlarms: alarms.flatMap(\.self),
      legalTrials: trials.count
    )
  }

  /// The positions of the cases that an implementation with these choices fails.
  private func failures(_ choices: Choices) -> [Int] {
    var policy = JudgingPolicy()
    policy.detail = .numbers
    let judge = CaseJudge(policy)
    return cases.indices.filter { index in
      var program = FloatingProgram(cases[index].request, choices: choices)
      let outcome = judge.outcome(of: cases[index], answer: program.run(), milliseconds: 0)
      return outcome.status != .passed
    }
  }
}
