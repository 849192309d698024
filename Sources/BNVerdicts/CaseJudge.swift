// SPDX-License-Identifier: MIT

package import BNGoldenCases
package import BNImplementations
internal import BNTensors

/// Judges what an implementation answered to a case: the one place where verdicts are made.
package struct CaseJudge: Sendable {
  /// By what it judges.
  package let policy: JudgingPolicy

  /// Creates a judge.
  package init(_ policy: JudgingPolicy = JudgingPolicy()) { self.policy = policy }

  /// The verdict on an answer, with the numbers that led to it.
  ///
  /// A recommended case that is failed by more than any order of summation can cost decides like a required one.
  package func outcome(
    of golden: GoldenCase,
    answer: CaseAnswer,
    milliseconds: Double
  ) -> CaseOutcome {
    var outcome = CaseOutcome(golden, milliseconds: milliseconds)
    switch answer {
    case .unsupported(let reason, let link):
      (outcome.status, outcome.reason, outcome.link) = (.unsupported, reason.asSentence, link)
    case .errored(let message):
      (outcome.status, outcome.reason) = (.errored, message.asSentence)
    case .ran(let observations):
      let steps = golden.request.steps.count
      guard observations.count == steps, golden.expectations.count == steps else {
        outcome.status = .wrongStructure
        outcome.reason = "the answer has \(observations.count) observations for \(steps) steps"
        return outcome
      }
      outcome.items = items(of: golden, observations)
      outcome.status = OutcomeStatus(outcome.items)
      outcome.reason = outcome.items.reason(for: outcome.status)
      let isBeyond = outcome.items.contains { $0.isBeyondSummation == true }
      if isBeyond { outcome.level = .required }
    }
    return outcome
  }

  /// The verdict on a case that was answered in another memory layout as well: what was judged there
  /// counts like the rest (R20).
  package func outcome(
    _ outcome: CaseOutcome,
    adding answer: CaseAnswer,
    to golden: GoldenCase,
    in layout: InputLayout
  ) -> CaseOutcome {
    let other = self.outcome(of: golden, answer: answer, milliseconds: 0)
    var joined = outcome
    guard other.status != .unsupported else { return outcome }
    joined.items += other.items.map { item in
      var item = item
      item.name += " (\(layout.rawValue))"
      return item
    }
    guard other.status != .passed, outcome.status == .passed || other.status == .errored else {
      return joined
    }
    joined.status = other.status
    joined.reason = other.reason.map { "inputs in layout \(layout.rawValue): \($0)" }
    return joined
  }

  private func items(of golden: GoldenCase, _ observations: [StepObservation]) -> [JudgedItem] {
    var run = ExpectedRun(golden.request, arithmetic: policy.arithmetic)
    var trace = FailureTrace()
    var items: [JudgedItem] = []
    for (index, step) in golden.request.steps.enumerated() {
      let expectation = golden.expectations[index]
      let tracked = run.tracks
      run.advance(index, step, expectation)
      trace.enter(index, step, run: run, tracked: tracked, golden.request.configuration)
      let judge = StepJudge(
        index: index,
        expectation: expectation,
        observation: observations[index],
        run: run,
        metadata: golden.metadata,
        policy: policy
      )
      let judged = judge.items().map { trace.labelled($0, golden.request.configuration) }
      for item in judged { trace.record(item) }
      items += judged
    }
    return items
  }
}

extension CaseOutcome {
  /// An outcome of a case that has not been judged.
  package init(
    _ golden: GoldenCase,
    status: OutcomeStatus = .notRun,
    reason: String? = nil,
    milliseconds: Double = 0
  ) {
    self.init(
      id: golden.id.text,
      title: golden.metadata.title,
      level: golden.metadata.level,
      profile: golden.metadata.profile,
      rules: golden.metadata.rules.map(\.description),
      tags: golden.metadata.tags,
      status: status,
      reason: reason,
      milliseconds: milliseconds,
      rationale: golden.metadata.rationale
    )
  }
}
