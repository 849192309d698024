// SPDX-License-Identifier: MIT

internal import BatchNorm
package import Faults
package import GoldenCases
internal import Tensors

/// Names the known faults that reproduce a failing answer.
///
/// A fault explains a case if it gives every element of every tensor of the answer, those that pass
/// included, within the case's own allowance. Faults that explained earlier cases are tried first;
/// only if none of them does are all tried, a limited number of times.
package final class FaultDiagnosis {
  private let faults: [Fault]
  private var successes: [Int: Int] = [:]
  private var fullScans = 0
  private let fullScanLimit: Int
  private let elementLimit: Int

  /// Prepares a diagnosis.
  ///
  /// - Parameters:
  ///   - faults: The hypotheses.
  ///   - fullScanLimit: How many cases may be tried against all of them.
  ///   - elementLimit: Cases with more input elements are not diagnosed.
  package init(
    faults: [Fault] = FaultCatalogue.all,
    fullScanLimit: Int = 12,
    elementLimit: Int = 4_096
  ) {
    self.faults = faults
    self.fullScanLimit = fullScanLimit
    self.elementLimit = elementLimit
  }

  /// The names of the faults that explain an answer which failed; empty if none is known to.
  package func causes(of answer: CaseAnswer, to golden: GoldenCase) -> [String] {
    guard case .ran(let observations) = answer, golden.inputElements <= elementLimit else {
      return []
    }
    let tried = successes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    var found = tried.filter { explains($0, observations, golden) }
    if found.isEmpty, fullScans < fullScanLimit {
      fullScans += 1
      found = faults.indices.filter { successes[$0] == nil && explains($0, observations, golden) }
    }
    for index in found { successes[index, default: 0] += 1 }
    return found.sorted().map { faults[$0].name }
  }

  private func explains(
    _ index: Int,
    _ observations: [StepObservation],
    _ golden: GoldenCase
  ) -> Bool {
    var program = FloatingProgram(golden.request, choices: faults[index].choices)
    guard case .ran(let hypothesis) = program.run(),
      hypothesis.count == observations.count,
      golden.expectations.count == observations.count
    else { return false }
    // What the hypothesis says of the input is compared here: the judge takes a change as a failure.
    let sameInput = zip(hypothesis, observations).allSatisfy {
      ($0.inputUnchanged ?? true) == ($1.inputUnchanged ?? true)
    }
    guard sameInput else { return false }
    let expected = golden.expecting(hypothesis, where: observations)
    let unmarked = observations.map { observation in
      var copy = observation
      copy.inputUnchanged = true
      return copy
    }
    let outcome = CaseJudge().outcome(of: expected, answer: .ran(unmarked), milliseconds: 0)
    return outcome.status == .passed
  }
}

extension GoldenCase {
  /// The number of elements of the largest input.
  fileprivate var inputElements: Int {
    let counts = request.steps.map { step in
      if case .forward(_, let input) = step { input.count } else { 0 }
    }
    return counts.max() ?? 0
  }

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
