// SPDX-License-Identifier: MIT

import BNVerdicts
import BNReporting
import Testing

@Suite("What smoke says at its end")
struct SmokeTextTests {
  private func conclusion(_ statuses: OutcomeStatus...) -> String {
    let outcomes = statuses.enumerated().map { index, status in
      let id = "eps/case-\(index)/f32"
      var outcome = Synthetic.outcome(id, status, reason: "crashed by signal 6")
      outcome.isDeclared = status == .unsupported
      return outcome
    }
    let text = SmokeText(style: TextStyle(isColoured: false))
    return text.lines(Synthetic.run(outcomes)).last ?? ""
  }

  @Test("is no verdict where everything is unsupported or nothing was answered")
  func noVerdict() {
    #expect(conclusion(.unsupported, .unsupported).hasSuffix("all of them unsupported; no verdict"))
    for text in [conclusion(.errored), conclusion(.errored, .unsupported, .unsupported)] {
      #expect(text.contains("no case was answered, so nothing can be said"))
    }
  }

  @Test("is a verdict as soon as a case was answered")
  func verdict() {
    #expect(conclusion(.passed, .unsupported).contains("agree with PyTorch"))
    #expect(conclusion(.passed, .passed, .errored).contains("the adapter seems right"))
  }
}
