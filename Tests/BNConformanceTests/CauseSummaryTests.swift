// SPDX-License-Identifier: MIT

import BNDiagnosis
import BNFaults
import BNVerdicts
import BNGoldenCases
import Testing

@Suite("Causes of a run")
struct CauseSummaryTests {
  /// A summary of failures with these causes and of passes that speak against these faults.
  private func summary(failing: [[String]], contradicting: [[String]] = []) throws -> CauseSummary {
    CauseSummary(try outcomes(failing: failing, contradicting: contradicting))
  }

  private func outcomes(failing: [[String]], contradicting: [[String]]) throws -> [CaseOutcome] {
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
    return failures + passes
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

  @Test("a fault that is needed beside another one counts alone and together")
  func pair() throws {
    let (one, both) = (["eps-outside-root"], ["eps-outside-root+biased-running-var"])
    let causes = try summary(failing: [one, both, one]).causes
    #expect(causes.map(\.faults) == [["eps-outside-root"], ["biased-running-var"]])
    #expect(causes.map(\.explained) == [3, 1])
    #expect(causes.map(\.alone) == [2, 0])
  }

  @Test("a fault that may stand in the place of one of a pair is its equal")
  func equalInPair() throws {
    let causes = try summary(failing: [
      ["eps-missing+biased-running-var", "eps-squared+biased-running-var"]
    ]).causes
    #expect(causes.contains { $0.faults == ["eps-missing", "eps-squared"] })
  }

  @Test("a cause is sure where it explains most of what failed and little speaks against it")
  func sureness() throws {
    let fixed = ["eps-fixed-1e-5"]
    func isSure(_ failing: [[String]], _ contradicting: [[String]]) throws -> Bool? {
      try summary(failing: failing, contradicting: contradicting).causes.first?.isSure
    }
    #expect(try isSure([fixed, fixed], []) == true)
    #expect(try isSure([fixed, fixed], [fixed]) == false)
    let unknown = Array(repeating: [String](), count: 10)
    #expect(try isSure([fixed] + unknown, []) == false)
  }

  @Test("where required cases passed and none failed, only ways that are left open are causes")
  func allowed() throws {
    let way = try #require(FaultCatalogue.all.first { $0.dialect != nil }).name
    let level = { (outcome: CaseOutcome, level: CaseLevel) -> CaseOutcome in
      var outcome = outcome
      outcome.level = level
      return outcome
    }
    let made = try outcomes(failing: [["eps-missing"], [way]], contradicting: [[]])
    let soft = made.map { level($0, $0.status == .passed ? .required : .recommended) }
    let summary = CauseSummary(soft)
    #expect(summary.isAllowed)
    #expect(summary.causes.map(\.faults) == [[way]])
    #expect(summary.failing == 2 && summary.explained == 1)
    let strict = CauseSummary(soft, strict: true)
    #expect(!strict.isAllowed && strict.causes.count == 2)
    #expect(!CauseSummary(soft.filter { $0.status != .passed }).isAllowed)
    #expect(!CauseSummary(soft + [level(made[0], .required)]).isAllowed)
  }

  @Test("what no cause explains is counted")
  func unexplained() throws {
    let summary = try summary(failing: [["eps-missing"], [], []])
    #expect(summary.failing == 3)
    #expect(summary.explained == 1)
    #expect(!summary.isExplained)
  }
}
