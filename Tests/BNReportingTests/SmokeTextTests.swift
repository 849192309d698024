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
    #expect(
      conclusion(.unsupported, .unsupported)
        == "smoke: no verdict: the implementation declares all 2 cases unsupported; `bnconform run` has "
        + "more cases"
    )
    for text in [conclusion(.errored), conclusion(.errored, .unsupported, .unsupported)] {
      #expect(text.contains("no case was answered, so nothing can be said"))
    }
  }

  @Test("is a verdict as soon as a case was answered")
  func verdict() {
    let text = conclusion(.passed, .unsupported, .unsupported)
    #expect(text.contains("agree with PyTorch in 1 case, 2 are unsupported"))
    #expect(conclusion(.passed, .passed).contains("agree with PyTorch in 2 cases;"))
    #expect(conclusion(.passed, .passed, .errored).contains("the adapter seems right"))
  }
}
