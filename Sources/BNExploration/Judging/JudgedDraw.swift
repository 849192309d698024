// SPDX-License-Identifier: MIT

package import BNGoldenCases
package import BNVerdicts
internal import BNTensors
internal import BatchNorm

/// A case with what was answered to it and what came of that.
package struct JudgedDraw: Sendable {
  /// The case.
  package var golden: GoldenCase
  /// The answer.
  package var answer: CaseAnswer
  /// The verdict.
  package var outcome: CaseOutcome

  /// How many numbers the steps read.
  package var inputCount: Int {
    golden.request.steps.reduce(0) { $0 + $1.tensors.reduce(0) { $0 + $1.count } }
  }

  /// What was judged to be wrong in the answer itself.
  package var failures: [JudgedItem] {
    outcome.items.filter { $0.verdict != .passed && $0.verdict != .untrusted }
  }

  /// What fails first in which kind of step: failures that look alike have one cause, as a rule.
  package var symptom: Symptom {
    let first = failures.first { $0.consequenceOf == nil } ?? failures.first
    guard let first, golden.request.steps.indices.contains(first.step) else {
      return Symptom(step: outcome.status.rawValue, thing: "")
    }
    return Symptom(step: golden.request.steps[first.step].word, thing: first.name)
  }
}

/// What fails, and in which kind of step.
package struct Symptom: Hashable, Sendable {
  let step: String
  let thing: String
}
