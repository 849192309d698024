// SPDX-License-Identifier: MIT

import BNRunFile
import BNVerdicts
import BNGoldenCases
import Testing

@testable import BNReporting

@Suite("Text of a difference")
struct DifferenceTextTests {
  private func text(_ old: [CaseOutcome], _ new: [CaseOutcome]) -> DifferenceText {
    let (before, after) = (Synthetic.run(old), Synthetic.run(new))
    return DifferenceText(RunDifference(old: before, new: after), old: before, new: after)
  }

  @Test("groups failures by their cause, the largest group first, and counts what is too many")
  func causes() {
    func outcomes(_ status: OutcomeStatus, _ cause: String?, _ count: Int) -> [CaseOutcome] {
      (0..<count).map { index in
        var outcome = Synthetic.outcome("a/\(cause ?? "none")-\(index)/f32", status)
        if status == .failed { outcome.causes = cause.map { [$0] } }
        return outcome
      }
    }
    let parts = [("momentum-swapped", 3), ("biased-running-var", 7), (nil, 1)]
    let text = text(
      parts.flatMap { outcomes(.passed, $0.0, $0.1) },
      parts.flatMap { outcomes(.failed, $0.0, $0.1) }
    ).text
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[1] == "new failures: 11")
    #expect(lines[2] == "  likely stores the biased variance (fault:biased-running-var): 7 cases")
    #expect(lines[3] == "    ✘ a/biased-running-var-0/f32  passed → failed")
    #expect(lines[8] == "    … 2 more")
    #expect(
      lines[9].hasPrefix("  likely ") && lines[9].hasSuffix("(fault:momentum-swapped): 3 cases")
    )
    #expect(lines[13] == "  failed, no known cause: 1 case")
    #expect(lines[14] == "    ✘ a/none-0/f32  passed → failed")
  }

  @Test("tells failures in non-required cases from other verdicts, with level and likely cause")
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
        new failures in non-required cases: 1
          likely stores the biased variance (fault:biased-running-var): 1 case
            ✘ a/odd/f32  passed → failed (informative)
        other changed verdicts: 1
          ? b/x/f32  passed → untrusted
        DONE 2 cases in both: 0 new failures, 0 fixed, 0 still failing, 1 new failure in non-required cases, \
        no margins recorded
        """
      )
    )
    #expect(text.markdown.contains("### new failures in non-required cases: 1"))
  }

  @Test("counts non-required cases that fail in both, and shows the shares of what still fails")
  func both() throws {
    let odd = Synthetic.outcome("a/odd/f32", .failed, level: .informative)
    let wrong = try Synthetic.failure("b/x/f32")
    let text = text([odd, wrong], [odd, wrong]).text
    #expect(text.contains("✘ b/x/f32  failed  share 2 → 2"))
    #expect(text.contains("1 still failing, 1 non-required case failing in both"))
    #expect(text.contains("largest increase of a share 0"))
  }
}
