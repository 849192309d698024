// SPDX-License-Identifier: MIT

import BNVerdicts
import BNDiagnosis
import BNReporting
import Testing

@Suite("Causes in words")
struct CauseTextTests {
  private func lines(failing: Int, contradicting: Int) -> [String] {
    let failures = (0..<failing).map { index in
      var outcome = Synthetic.outcome("eps/failing-\(index)/f32", .failed)
      outcome.causes = ["eps-fixed-1e-5"]
      return outcome
    }
    let passes = (0..<contradicting).map { index in
      var outcome = Synthetic.outcome("eps/passing-\(index)/f32")
      outcome.contradicts = ["eps-fixed-1e-5"]
      return outcome
    }
    return CauseText.lines(CauseSummary(failures + passes))
  }

  @Test("say how much a cause explains")
  func explained() {
    #expect(
      lines(failing: 2, contradicting: 0) == [
        "likely  always uses 1e-5 (fault:eps-fixed-1e-5): explains 2 of 2 failing cases"
      ]
    )
  }

  @Test("say what speaks against it")
  func objections() {
    #expect(
      lines(failing: 2, contradicting: 1) == [
        "likely  always uses 1e-5 (fault:eps-fixed-1e-5): explains 2 of 2 failing cases, "
          + "but 1 passing case contradicts it"
      ]
    )
    #expect(
      lines(failing: 1, contradicting: 2) == [
        "perhaps always uses 1e-5 (fault:eps-fixed-1e-5): explains 1 of 1 failing cases, "
          + "but 2 passing cases contradict it"
      ]
    )
  }
}
