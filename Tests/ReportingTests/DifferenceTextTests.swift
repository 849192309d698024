// SPDX-License-Identifier: MIT

import Conformance
import GoldenCases
import Testing

@testable import Reporting

@Suite("Text of a difference")
struct DifferenceTextTests {
  private func text(_ old: [CaseOutcome], _ new: [CaseOutcome]) -> DifferenceText {
    let (before, after) = (Synthetic.run(old), Synthetic.run(new))
    return DifferenceText(RunDifference(old: before, new: after), old: before, new: after)
  }

  @Test("tells a failure that decides nothing from other verdicts, with its level and likely cause")
  func undecisive() {
    var failed = Synthetic.outcome("a/odd/f32", .failed, level: .informative)
    failed.causes = ["biased-running-var"]
    let text = text(
      [Synthetic.outcome("a/odd/f32", level: .informative), Synthetic.outcome("b/x/f32")],
      [failed, Synthetic.outcome("b/x/f32", .untrusted)]
    )
    #expect(
      text.text.contains(
        """
        new failures that decide nothing: 1
          ✘ a/odd/f32  passed → failed (informative)  likely stores the biased variance (fault:biased-running-var)
        other verdicts: 1
          ? b/x/f32  passed → untrusted
        DONE 2 cases in both: 0 new failures, 0 fixed, 0 still failing, 1 new failures that decide nothing, \
        no margins on file to compare
        """
      )
    )
    #expect(text.markdown.contains("### new failures that decide nothing: 1"))
  }

  @Test("counts what fails in both and decides nothing, and shows the shares of what still fails")
  func both() throws {
    let odd = Synthetic.outcome("a/odd/f32", .failed, level: .informative)
    let wrong = try Synthetic.failure("b/x/f32")
    let text = text([odd, wrong], [odd, wrong]).text
    #expect(text.contains("✘ b/x/f32  failed  share 2 → 2"))
    #expect(text.contains("1 still failing, 1 failing in both that decide nothing"))
    #expect(text.contains("largest growth of a share 0"))
  }
}
