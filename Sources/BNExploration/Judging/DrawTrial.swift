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

  /// What came of a case that was answered before, if it is answered otherwise now; nil if the bits are the same.
  ///
  /// If it then gives the same bits twice, it is not the order of operations that varies: the implementation
  /// remembers something.
  package func judgeAgain(_ draw: JudgedDraw) async -> JudgedDraw? {
    let request = draw.golden
    let now = await trial.outcome(of: request).answer
    guard case .ran = draw.answer, !now.hasSameBits(as: draw.answer) else { return nil }
    var other = draw
    other.answer = now
    other.outcome.isRepeatable = false
    let twice = [await trial.outcome(of: request).answer, await trial.outcome(of: request).answer]
    guard twice[0].hasSameBits(as: twice[1]) else { return other }
    other.outcome.status = .failed
    other.outcome.items = []
    other.outcome.reason =
      "answered otherwise when it was put again among other cases: state is kept from call to call"
    return other
  }

  /// What came of a case, in short.
  package func judge(_ golden: GoldenCase) async -> JudgedDraw {
    let (outcome, answer) = await trial.outcome(of: golden)
    var draw = JudgedDraw(golden: golden, answer: answer, outcome: outcome)
    guard outcome.isCounted(strict: false), case .ran = answer, !sound.passes(golden) else {
      return draw
    }
    draw.golden.metadata.level = .informative
    draw.outcome.level = .informative
    return draw
  }
}

extension JudgedDraw {
  /// The same with everything that a run says of a case.
  func inFull() -> JudgedDraw {
    let whole = CaseJudge(.run(nil)).outcome(
      of: golden,
      answer: answer,
      milliseconds: outcome.milliseconds
    )
    // What fails in another memory layout only is said already.
    guard whole.status == outcome.status else { return self }
    var draw = self
    draw.outcome.items = whole.items + outcome.items.dropFirst(whole.items.count)
    return draw
  }
}
