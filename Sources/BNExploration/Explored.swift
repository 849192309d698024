// SPDX-License-Identifier: MIT

internal import BNDiagnosis
package import BNImplementations
package import BNRunFile
internal import BNVerdicts

/// What an exploration came to.
package struct Explored: Sendable {
  /// What was asked for.
  package let plan: ExplorationPlan
  /// The seed that was drawn from.
  package let seed: UInt64
  /// What the implementation said of itself.
  package let description: ImplementationDescription
  /// The counts.
  package let tally: ExplorationTally
  /// How many cases were drawn.
  package let dealt: Int
  /// How long cases were drawn and judged.
  package let seconds: Double
  /// Some failures of each kind, with their causes.
  package var failures: [JudgedDraw] = []
  /// Failures that were boiled down, one of each cause first.
  package var examples: [ShrunkDraw] = []

  /// The code that the command ends with.
  package func exitCode(_ interruption: RunExitCode?) -> RunExitCode {
    if let interruption { return interruption }
    if tally.failing > 0 { return .notAsExpected }
    return OutcomeStatus.allCases.contains { $0.isJudgement && tally.statuses[$0] > 0 }
      ? .asExpected : .nothingJudged
  }

  /// The smallest failures to be boiled down: one of each cause, then of each kind that has none.
  func examples(_ count: Int) -> [JudgedDraw] {
    let ordered = failures.filter { !$0.failures.isEmpty }
      .sorted { ($0.inputCount, $0.outcome.id) < ($1.inputCount, $1.outcome.id) }
    let causes = CauseSummary(failures.map(\.outcome)).causes.map(\.faults[0])
    var chosen: [JudgedDraw] = []
    for cause in causes {
      let own = ordered.first { ($0.outcome.causes ?? []).contains(cause) }
      let shared = ordered.first {
        ($0.outcome.causes ?? []).contains { $0.split(separator: "+").contains { $0 == cause } }
      }
      if let draw = own ?? shared { chosen.append(draw) }
    }
    var told: Set<Symptom> = []
    for draw in ordered where draw.outcome.causes == nil {
      if told.insert(draw.symptom).inserted { chosen.append(draw) }
    }
    return Array(chosen.prefix(count))
  }
}
