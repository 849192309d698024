// SPDX-License-Identifier: MIT

package import BNGoldenCases
package import BNImplementations
package import BNRunFile
internal import BNRunning
internal import BNVerdicts

/// Puts drawn cases to an implementation and judges its answers, at the level that a suite would give them.
package struct DrawTrial {
  private let trial: CaseTrial
  private let sound = SoundArithmetic()

  /// Prepares for cases that one session answers.
  package init(
    _ plan: RunPlan,
    _ session: any ImplementationSession,
    _ description: ImplementationDescription
  ) {
    var policy = JudgingPolicy(checksUntrusted: true)
    policy.detail = .numbers
    trial = CaseTrial(plan, session, description, policy: policy)
  }

  /// What came of a case; of one that failed everything is said.
  package func judge(_ golden: GoldenCase) async -> JudgedDraw {
    let (outcome, answer) = await trial.outcome(of: golden)
    var draw = JudgedDraw(golden: golden, answer: answer, outcome: outcome)
    guard outcome.isCounted(strict: false), case .ran = answer else { return draw }
    guard sound.passes(golden) else {
      draw.golden.metadata.level = .informative
      draw.outcome.level = .informative
      return draw
    }
    let whole = CaseJudge(.run(nil)).outcome(
      of: golden,
      answer: answer,
      milliseconds: outcome.milliseconds
    )
    // What fails in another memory layout only is said already.
    if whole.status == outcome.status { draw.outcome.items = whole.items + outcome.items.dropFirst(whole.items.count) }
    return draw
  }
}
