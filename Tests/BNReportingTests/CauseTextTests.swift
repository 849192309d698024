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
    return CauseText.lines(failures + passes)
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
      lines(failing: 20, contradicting: 1) == [
        "likely  always uses 1e-5 (fault:eps-fixed-1e-5): explains 20 of 20 failing cases, "
          + "1 passing case contradicts it"
      ]
    )
    #expect(
      lines(failing: 1, contradicting: 2) == [
        "perhaps always uses 1e-5 (fault:eps-fixed-1e-5): explains 1 of 1 failing cases, "
          + "2 passing cases contradict it"
      ]
    )
  }

  @Test("say how much is unknown")
  func unknown() {
    var outcomes = (0..<3).map { Synthetic.outcome("eps/failing-\($0)/f32", .failed) }
    outcomes[0].causes = ["eps-fixed-1e-5"]
    let lines = CauseText.lines(outcomes)
    #expect(lines.first?.hasPrefix("perhaps always uses 1e-5") == true)
    #expect(lines.contains("unknown no known fault explains 2 of 3 failing cases"))
  }
}
