// SPDX-License-Identifier: MIT

internal import BNDiagnosis
package import BNRunFile
package import BNVerdicts
package import BNGoldenCases
package import BNImplementations

/// Puts cases to an implementation and judges its answers.
package struct CaseTrial {
  private let plan: RunPlan
  private let session: any ImplementationSession
  private let description: ImplementationDescription
  private let judge: CaseJudge

  /// Prepares for cases that one session answers; without a policy they are judged as the plan says.
  package init(
    _ plan: RunPlan,
    _ session: any ImplementationSession,
    _ description: ImplementationDescription,
    policy: JudgingPolicy? = nil
  ) {
    (self.plan, self.session, self.description) = (plan, session, description)
    judge = CaseJudge(policy ?? .run(plan.settings.tolerance))
  }

  /// What came of a case, and what was answered to it.
  package func outcome(of golden: GoldenCase) async -> (outcome: CaseOutcome, answer: CaseAnswer) {
    let start = ContinuousClock.now
    let answer = await session.answer(golden.request)
    let milliseconds = start.duration(to: .now) / .milliseconds(1)
    var outcome = judge.outcome(of: golden, answer: answer, milliseconds: milliseconds)
    for annotate in annotations { await annotate(golden, answer, &outcome) }
    return (outcome, answer)
  }

  /// Says something of a verdict besides.
  private typealias Annotation = (GoldenCase, CaseAnswer, inout CaseOutcome) async -> Void

  /// What is said of a verdict besides, in this order.
  private var annotations: [Annotation] { [repetition, layouts, traits, declaration, advisory] }

  /// Whether the case gives the same bits when it is put again.
  private func repetition(
    _ golden: GoldenCase,
    _ answer: CaseAnswer,
    _ outcome: inout CaseOutcome
  ) async {
    guard case .ran = answer, plan.asksAgain(golden) else { return }
    outcome.isRepeatable = await session.answer(golden.request).hasSameBits(as: answer)
  }

  /// What comes of the case in the layouts that the implementation declares.
  private func layouts(
    _ golden: GoldenCase,
    _ answer: CaseAnswer,
    _ outcome: inout CaseOutcome
  ) async {
    guard case .ran = answer else { return }
    for layout in description.layouts ?? [] {
      let other = await session.answer(golden.request, layout: layout)
      outcome = judge.outcome(outcome, adding: other, to: golden, in: layout)
    }
  }

  private func traits(_ golden: GoldenCase, _ answer: CaseAnswer, _ outcome: inout CaseOutcome) {
    guard judge.policy.detail > .numbers else { return }
    outcome.traits =
      TraitReader.readings(of: answer, to: golden, failed: outcome.status == .failed).unlessEmpty
  }

  private func declaration(
    _ golden: GoldenCase,
    _ answer: CaseAnswer,
    _ outcome: inout CaseOutcome
  ) {
    if outcome.status == .unsupported { outcome.isDeclared = isDeclared(golden.request) }
  }

  private func advisory(_ golden: GoldenCase, _ answer: CaseAnswer, _ outcome: inout CaseOutcome) {
    if plan.comparesAdvisory { AdvisoryComparison.judge(golden, answer, &outcome) }
  }

  /// Whether it was said beforehand that the case cannot be expressed.
  private func isDeclared(_ request: CaseRequest) -> Bool {
    switch plan.respondent {
    case .implementation: description.limit(for: request) != nil
    // Whoever writes an answers file says in it what cannot be answered.
    case .answers: true
    }
  }
}

extension Array {
  /// The array; nil if nothing is in it.
  fileprivate var unlessEmpty: Self? { isEmpty ? nil : self }
}
