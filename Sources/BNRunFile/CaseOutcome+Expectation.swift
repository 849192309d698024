// SPDX-License-Identifier: MIT

package import BNVerdicts

extension CaseOutcome {
  /// The outcome as it was before a list of known deviations was consulted.
  package var withoutExpectation: CaseOutcome {
    guard let expectation else { return self }
    var outcome = self
    outcome.expectation = nil
    switch status {
    case .unexpectedPass:
      outcome.status = .passed
      outcome.reason = nil
    case .expectedFailure:
      // The text is `LIST line N: PATTERN STATUS CAUSE`; a path may hold anything before it.
      let words = expectation.split(separator: " ").map(String.init)
      // The status stands right after a pattern, which follows a colon.
      let place = words.indices.last { index in
        index >= 2 && words[index - 2].hasSuffix(":")
          && OutcomeStatus.expectable.contains { $0.rawValue == words[index] }
      }
      outcome.status =
        OutcomeStatus.expectable.first { $0.rawValue == place.map { words[$0] } } ?? .failed
    default: break
    }
    return outcome
  }
}

extension OutcomeStatus {
  /// What a list of known deviations can expect, as it writes it.
  package static let expectable: [OutcomeStatus] = [
    .failed, .wrongStructure, .errored, .unsupported,
  ]
}
