// SPDX-License-Identifier: MIT

import BNFaults
import BNGoldenCases

@testable import BNDiagnosis
@testable import BNVerdicts

/// The verdicts on a fault: failures with maps and mismatches, passes, special values.
enum FaultOutcomes {
  static let all: [CaseOutcome] = {
    guard let fault = FaultCatalogue.named("biased-running-var+one-pass-float32"),
      let cases = try? CommittedCases.feature("special") + CommittedCases.feature("errors")
    else { return [] }
    var diagnosis = RunDiagnosis()
    var policy = JudgingPolicy()
    policy.detail = .maps
    let judge = CaseJudge(policy)
    var outcomes = cases.map { golden in
      var program = FloatingProgram(golden.request, choices: fault.choices)
      let answer = program.run()
      var outcome = judge.outcome(of: golden, answer: answer, milliseconds: 0.125)
      diagnosis.take(golden, answer, outcome)
      outcome.traits = [TraitReading(.eps, "inside the root")]
      outcome.isRepeatable = true
      return outcome
    }
    let findings = diagnosis.findings()
    for index in outcomes.indices { outcomes[index].causes = findings[outcomes[index].id]?.causes }
    return outcomes
  }()
}
