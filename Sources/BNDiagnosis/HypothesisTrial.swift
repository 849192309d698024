// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BatchNorm
internal import BNFaults
internal import BNGoldenCases
internal import BNTensors

/// Sets the answer of a hypothesis beside one that failed.
struct HypothesisTrial {
  private let golden: GoldenCase
  private let observations: [StepObservation]
  private let failing: Set<Place>
  /// Whether the answer passes by the case's own rule, so that only a rule given instead of it fails it.
  let passesByItself: Bool
  private let judge: CaseJudge

  /// A judged thing of a step.
  private struct Place: Hashable {
    let step: Int
    let name: String
  }

  init(_ golden: GoldenCase, _ observations: [StepObservation]) {
    self.golden = golden
    self.observations = observations
    judge = CaseJudge(.hypothesis())
    let outcome = judge.outcome(of: golden, answer: .ran(observations), milliseconds: 0)
    passesByItself = outcome.status == .passed
    failing = Set(
      outcome.items.filter(\.verdict.isFailure).map { Place(step: $0.step, name: $0.name) }
    )
  }

  /// Whether the hypothesis, in one of its forms, gives the whole answer.
  func isReproduced(by fault: Fault) -> Bool {
    fault.forms.contains { outcome(of: $0)?.status == .passed }
  }

  /// Whether the hypothesis gives the whole answer, and its own answer fails the case as well.
  ///
  /// What passes itself is no cause: an answer just outside of the bound lies near it all the same.
  func isExplained(by fault: Fault) -> Bool {
    guard isReproduced(by: fault) else { return false }
    var program = FloatingProgram(golden.request, choices: fault.choices)
    return judge.outcome(of: golden, answer: program.run(), milliseconds: 0).status != .passed
  }

  /// The faults that give some of what fails, those that give most first.
  func partialExplanations(among faults: [Fault], _ limit: Int) -> [Fault] {
    let scored = faults.enumerated().compactMap { index, fault in
      let agreeing = outcome(of: fault.choices)?.items.filter { !$0.verdict.isFailure } ?? []
      let explained = agreeing.count { failing.contains(Place(step: $0.step, name: $0.name)) }
      return explained > 0 ? (fault: fault, explained: explained, all: agreeing.count, index) : nil
    }
    return scored.sorted { ($1.explained, $1.all, $0.3) < ($0.explained, $0.all, $1.3) }
      .prefix(limit).map(\.fault)
  }

  /// The verdict on the observations with the hypothesis's answer in place of the specified one.
  private func outcome(of choices: Choices) -> CaseOutcome? {
    var program = FloatingProgram(golden.request, choices: choices)
    guard case .ran(let hypothesis) = program.run(), hypothesis.count == observations.count,
      golden.expectations.count == observations.count
    else { return nil }
    // What the hypothesis says of the input is compared here: the judge takes a change as a failure.
    let sameInput = zip(hypothesis, observations).allSatisfy {
      ($0.inputUnchanged ?? true) == ($1.inputUnchanged ?? true)
    }
    guard sameInput else { return nil }
    let expected = golden.expecting(hypothesis, where: observations)
    let judge = CaseJudge(.hypothesis(specified: golden.expectations))
    let unmarked = observations.map { observation in
      var copy = observation
      copy.inputUnchanged = true
      return copy
    }
    return judge.outcome(of: expected, answer: .ran(unmarked), milliseconds: 0)
  }
}

extension GoldenCase {
  /// The case with a hypothesis's answer in place of the specified values.
  ///
  /// Tensors that neither the case expects nor the answer holds are left out.
  fileprivate func expecting(
    _ hypothesis: [StepObservation],
    where observations: [StepObservation]
  ) -> GoldenCase {
    var copy = self
    for index in expectations.indices {
      let asked = Set(expectations[index].tensors.keys).union(observations[index].tensors.keys)
      var tensors = hypothesis[index].tensors.filter { asked.contains($0.key) }
      for (name, tensor) in expectations[index].tensors where name.isAdvisory {
        tensors[name] = tensor
      }
      copy.expectations[index] = StepExpectation(
        error: hypothesis[index].error?.kind,
        tensors: tensors
      )
    }
    return copy
  }
}
