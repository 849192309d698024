// SPDX-License-Identifier: MIT

import BNVerdicts
import BNDiagnosis
import BNGoldenCases
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
          + "would also change 1 that passes"
      ]
    )
    #expect(
      lines(failing: 1, contradicting: 2) == [
        "perhaps always uses 1e-5 (fault:eps-fixed-1e-5): explains 1 of 1 failing cases, "
          + "would also change 2 that pass"
      ]
    )
  }

  @Test("say of recommended cases that they may fail, where no required one does")
  func allowed() {
    var outcomes = (0..<3).map {
      Synthetic.outcome("special/failing-\($0)/f32", .failed, level: .recommended)
    }
    outcomes[0].causes = ["eps-fixed-1e-5"]
    outcomes.append(Synthetic.outcome("eps/passing/f32"))
    #expect(
      CauseText.lines(outcomes) == [
        "allowed 3 recommended cases failed; none of them is required"
      ]
    )
    #expect(CauseText.lines(outcomes, strict: true).first?.hasPrefix("perhaps always") == true)
  }

  @Test("say what most of it looks like, before a cause that fits less")
  func looks() throws {
    var outcomes = try (0..<20).map { index in
      let element = Synthetic.element([0, 0], expected: 1, actual: 0, allowance: 0.1, ulp: 9)
      let comparison = try Synthetic.comparison(count: 12, mismatches: [element])
      return Synthetic.outcome(
        "eps/failing-\(index)/f32",
        .failed,
        items: [try Synthetic.item("output", .failed, comparison: comparison)]
      )
    }
    let looks =
      "looks   output is 0 where it is wrong, in 20 of 20 failing cases that no known fault explains"
    #expect(CauseText.lines(outcomes).first == looks)
    for index in 0..<4 { outcomes[index].causes = ["eps-fixed-1e-5"] }
    for index in 4..<8 { outcomes[index].contradicts = ["eps-fixed-1e-5"] }
    let lines = CauseText.lines(outcomes)
    #expect(lines.first?.hasPrefix("looks   output is 0 where it is wrong, in 16 of 16") == true)
    #expect(lines.last?.hasPrefix("perhaps always uses 1e-5") == true)
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
