// SPDX-License-Identifier: MIT

internal import BNVerdicts
package import BNRunFile

/// Something that a smoke test found, and on whose side it is.
package struct SmokeFinding: Equatable, Sendable {
  /// Whose fault it most likely is.
  package enum Side: Int, Sendable {
    /// Nothing was answered, so nobody can say.
    case unknown
    /// The adapter maps something wrongly, or does not answer.
    case adapter
    /// The adapter seems right, the implementation does something else than PyTorch.
    case implementation
  }

  /// Whose fault it most likely is.
  package var side: Side
  /// What is wrong, without a full stop.
  package var headline: String
  /// What to do about it, for the adapter's faults.
  package var advice: String?
  /// The cases that show it, in the order of the run.
  package var cases: [RecordedOutcome]
}

extension [SmokeFinding] {
  /// Sorts what is not as expected in a run by whose fault it is; the most frequent first.
  package init(_ run: RunFile) {
    let judged = run.outcomes.filter { $0.outcome.status != .notRun }
    let wrong = judged.filter { !$0.outcome.isAsExpected }
    let answers = SmokeAnswers(run)
    var findings: [SmokeFinding] = []
    for recorded in wrong {
      let found = SmokeDiagnosis(recorded.outcome, answers: answers)
      if let index = findings.firstIndex(where: {
        $0.side == found.side && $0.headline == found.headline
      }) {
        findings[index].cases.append(recorded)
      } else {
        findings.append(
          SmokeFinding(
            side: found.side,
            headline: found.headline,
            advice: found.advice,
            cases: [recorded]
          )
        )
      }
    }
    self = findings.enumerated().sorted { left, right in
      (left.element.side.rawValue, right.element.cases.count, left.offset)
        < (right.element.side.rawValue, left.element.cases.count, right.offset)
    }.map(\.element)
  }
}
