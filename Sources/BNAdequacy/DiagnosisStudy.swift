// SPDX-License-Identifier: MIT

internal import BNDiagnosis
internal import BNVerdicts
package import BNFaults
package import BNGoldenCases

/// Whether a failure is named rightly: every fault is run and diagnosed as if nobody knew it.
package struct DiagnosisStudy: Sendable {
  /// How one fault was named.
  package struct Row: Sendable {
    /// The fault that was run.
    package let fault: String
    /// The first cause: one name, or a class that the cases cannot tell apart.
    package let named: [String]
    /// How many of the diagnosed cases that cause explains.
    package let explained: Int
    /// How many failing cases were diagnosed.
    package let failing: Int

    /// Whether the fault is the named one or in the named class.
    package var isRight: Bool { named.contains(fault) }
    /// Whether the fault alone is named.
    package var isUnique: Bool { named == [fault] }
  }

  private let cases: [GoldenCase]
  private let sampleSize: Int

  /// Prepares a study on the required cases of a suite, diagnosing so many failures of each fault.
  package init(cases: [GoldenCase], sampleSize: Int = 40) {
    self.cases = cases
    self.sampleSize = sampleSize
  }

  /// Runs and names every fault, so many at a time.
  package func run(
    faults: [Fault] = FaultCatalogue.all,
    jobs: Int
  ) async -> [Row] {
    await ConcurrentMap.run(faults.count, jobs: jobs) { row(faults[$0]) }
  }

  private func row(_ fault: Fault) -> Row {
    let judge = CaseJudge()
    var failing: [(golden: GoldenCase, answer: CaseAnswer, outcome: CaseOutcome)] = []
    var passing: [(golden: GoldenCase, answer: CaseAnswer, outcome: CaseOutcome)] = []
    // What nobody requires shows only dialects.
    for golden in cases where fault.dialect != nil || golden.metadata.level == .required {
      var program = FloatingProgram(golden.request, choices: fault.choices)
      let answer = program.run()
      let outcome = judge.outcome(of: golden, answer: answer, milliseconds: 0)
      if outcome.status == .passed {
        passing.append((golden, answer, outcome))
      } else {
        failing.append((golden, answer, outcome))
      }
    }
    let stride = max(failing.count / sampleSize, 1)
    let sample = failing.indices.filter { $0 % stride == 0 }.map { failing[$0] }
    let diagnosis = FaultDiagnosis()
    let outcomes = sample.map { found in
      var outcome = found.outcome
      outcome.causes = diagnosis.causes(of: found.answer, to: found.golden)
      return outcome
    }
    let others = passing.map { found in
      var outcome = found.outcome
      outcome.contradicts = diagnosis.contradicted(by: found.answer, to: found.golden)
      return outcome
    }
    let summary = CauseSummary(outcomes + others)
    return Row(
      fault: fault.name,
      named: summary.causes.first?.faults ?? [],
      explained: summary.causes.first?.explained ?? 0,
      failing: summary.failing
    )
  }
}
