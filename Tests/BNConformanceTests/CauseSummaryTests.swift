// SPDX-License-Identifier: MIT

import BNDiagnosis
import BNVerdicts
import BNGoldenCases
import Testing

@Suite("Causes of a run")
struct CauseSummaryTests {
  /// A summary of failures with these causes and of passes that speak against these faults.
  private func summary(failing: [[String]], contradicting: [[String]] = []) throws -> CauseSummary {
    var program = OneChannelProgram()
    program.train([1, 2, 4])
    let golden = try program.golden()
    let passed = CaseJudge().outcome(of: golden, answer: .ran(program.answer), milliseconds: 0)
    try #require(passed.status == .passed)
    let failures = failing.map { causes in
      var outcome = passed
      (outcome.status, outcome.causes) = (.failed, causes)
      return outcome
    }
    let passes = contradicting.map { names in
      var outcome = passed
      outcome.contradicts = names
      return outcome
    }
    return CauseSummary(failures + passes)
  }

  @Test("faults that explain the same cases are one cause, of other cases another")
  func grouping() throws {
    let same = try summary(failing: [
      ["eps-missing", "eps-squared"], ["eps-missing", "eps-squared"],
    ])
    #expect(same.causes.map(\.faults) == [["eps-missing", "eps-squared"]])
    let different = try summary(failing: [["serial-float32-sums"], ["subnormals-flushed"]])
    #expect(different.causes.map(\.explained) == [1, 1])
    #expect(
      Set(different.causes.map(\.faults)) == [["serial-float32-sums"], ["subnormals-flushed"]]
    )
  }

  @Test("a pair explains what its parts do, if it is often needed")
  func pair() throws {
    let (one, both) = (["eps-outside-root"], ["eps-outside-root+biased-running-var"])
    let needed = try summary(failing: [one, both, one]).causes
    #expect(needed.map(\.faults) == [both])
    #expect(needed.map(\.explained) == [3])
    let rare = try summary(failing: [one, one, both, one]).causes
    #expect(rare.map(\.faults) == [one, both])
    #expect(rare.map(\.explained) == [3, 1])
  }

  @Test("a fault that passing cases speak against gives way to one that explains nearly as much")
  func contradicted() throws {
    let failing = [
      ["counter-never-rises", "counter-after-checks"],
      ["counter-never-rises", "counter-after-checks"], ["counter-never-rises"],
    ]
    let best = try summary(failing: failing, contradicting: [["counter-never-rises"]]).causes.first
    #expect(best?.faults == ["counter-after-checks"])
    #expect(best?.contradicting == 0)
    let upheld = try summary(failing: failing).causes.first
    #expect(upheld?.faults == ["counter-never-rises"])
  }

  @Test("a cause is in doubt where more speaks against it than for it, or where it explains little")
  func doubt() throws {
    let fixed = ["eps-fixed-1e-5"]
    func isDoubtful(_ failing: [[String]], _ contradicting: [[String]]) throws -> Bool? {
      let summary = try summary(failing: failing, contradicting: contradicting)
      return summary.causes.first?.isDoubtful(among: summary.failing)
    }
    #expect(try isDoubtful([fixed, fixed], [fixed]) == false)
    #expect(try isDoubtful([fixed], [fixed, fixed]) == true)
    let unknown = Array(repeating: [String](), count: 10)
    #expect(try isDoubtful([fixed] + unknown, [fixed]) == true)
    #expect(try isDoubtful([fixed] + unknown, []) == false)
  }
}
