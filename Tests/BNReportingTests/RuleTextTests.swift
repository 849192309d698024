// SPDX-License-Identifier: MIT

import BNReporting
import Testing

@Suite("Rules with their text")
struct RuleTextTests {
  @Test("are the clauses that a case is about")
  func clauses() {
    #expect(
      RuleText.text("R23", for: "running_stats/unbiased-n3/f32")
        == "R23 the running variance is unbiased"
    )
    #expect(
      RuleText.text("R23", for: "momentum/0.3-steps/f32")
        == "R23 momentum is the weight of the new value"
    )
  }

  @Test("are the first clause of the rule where none is about the case, and stay without any")
  func others() {
    #expect(RuleText.text("R23", for: "mine/case/f32") == "R23 the running variance is unbiased")
    #expect(RuleText.text("R99", for: "mine/case/f32") == "R99")
  }
}
