// SPDX-License-Identifier: MIT

extension CaseOutcome {
  /// The outcome as it was before a list of known deviations was consulted.
  var withoutExpectation: CaseOutcome {
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
          && ExpectedOutcome.statuses.contains { $0.rawValue == words[index] }
      }
      outcome.status =
        ExpectedOutcome.statuses.first { $0.rawValue == place.map { words[$0] } } ?? .failed
    default: break
    }
    return outcome
  }
}
