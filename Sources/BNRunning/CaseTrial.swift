// SPDX-License-Identifier: MIT

internal import BNDiagnosis
internal import BNRunFile
internal import BNVerdicts
internal import BNBounds
internal import BNGoldenCases
internal import BNImplementations

/// Puts the cases of one file to an implementation and judges its answers.
///
/// What a diagnosis finds depends on the cases before; so that it does not depend on who took which
/// file, each file has its own.
struct CaseTrial {
  private let plan: RunPlan
  private let session: any ImplementationSession
  private let description: ImplementationDescription
  private let diagnosis = FaultDiagnosis()
  private let judge: CaseJudge

  /// Prepares for a file.
  init(
    _ plan: RunPlan,
    _ session: any ImplementationSession,
    _ description: ImplementationDescription
  ) {
    (self.plan, self.session, self.description) = (plan, session, description)
    var judge = CaseJudge(
      toleranceOverride: plan.settings.tolerance,
      checksUntrusted: plan.settings.tolerance == nil
    )
    judge.mapsFailures = true
    judge.describesExact = false
    self.judge = judge
  }

  /// What came of a case.
  func outcome(of golden: GoldenCase) async -> CaseOutcome {
    let start = ContinuousClock.now
    let answer = await session.answer(golden.request)
    let milliseconds = start.duration(to: .now) / .milliseconds(1)
    var outcome = judge.outcome(of: golden, answer: answer, milliseconds: milliseconds)
    outcome.rationale = golden.metadata.rationale
    explain(answer, to: golden, in: &outcome)
    if case .ran = answer, description.layouts != nil || plan.asksAgain(golden) {
      outcome = await askingAgain(golden, answer, outcome)
    }
    let traits = TraitReader.readings(of: answer, to: golden)
    if !traits.isEmpty { outcome.traits = traits }
    if outcome.status == .unsupported { outcome.isDeclared = isDeclared(golden.request) }
    for index in outcome.items.indices where outcome.items[index].isExact {
      // Of elements that are all equal none is the worst; leaving it out saves a third of the run file.
      outcome.items[index].comparison?.worst = nil
    }
    if plan.comparesAdvisory { AdvisoryComparison.judge(golden, answer, &outcome) }
    return outcome
  }

  /// Names the causes of a failure, or those that a passing case speaks against.
  private func explain(
    _ answer: CaseAnswer,
    to golden: GoldenCase,
    in outcome: inout CaseOutcome
  ) {
    switch outcome.status {
    case .failed, .wrongStructure:
      let causes = diagnosis.causes(of: answer, to: golden)
      if !causes.isEmpty { outcome.causes = causes }
    case .passed:
      let contradicted = diagnosis.contradicted(by: answer, to: golden)
      if !contradicted.isEmpty { outcome.contradicts = contradicted }
    default: break
    }
  }

  /// Puts a case again, for the same bits and in the layouts that the implementation declares.
  private func askingAgain(
    _ golden: GoldenCase,
    _ answer: CaseAnswer,
    _ outcome: CaseOutcome
  ) async -> CaseOutcome {
    var outcome = outcome
    if plan.asksAgain(golden) {
      outcome.isRepeatable = await session.answer(golden.request).hasSameBits(as: answer)
    }
    for layout in description.layouts ?? [] {
      let other = await session.answer(golden.request, layout: layout)
      outcome = judge.outcome(outcome, adding: other, to: golden, in: layout)
    }
    return outcome
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

extension JudgedItem {
  /// Whether every element has the expected bits.
  fileprivate var isExact: Bool { comparison.map { $0.exact == $0.count } ?? false }
}
