// SPDX-License-Identifier: MIT

import BNBounds
import BNFaults
import BNGoldenCases
import BNImplementations
import BNTensors
import Testing

@testable import BNVerdicts

@Suite("Allowances for other harnesses")
struct CaseAllowancesTests {
  /// What somebody else would write who has expected values and allowances.
  private func passes(_ actual: Tensor, _ expected: Tensor, _ allowance: Tensor) -> Bool {
    guard actual.shape == expected.shape, actual.elementType == expected.elementType else {
      return false
    }
    return (0..<expected.count).allSatisfy { offset in
      let (a, e) = (actual.double(at: offset), expected.double(at: offset))
      if a == e || (a.isNaN && e.isNaN) { return true }
      return a.isFinite && e.isFinite && abs(a - e) <= allowance.double(at: offset)
    }
  }

  @Test(
    "pass and fail what the judge passes and fails",
    arguments: [
      "eps-outside-root", "biased-running-var", "one-pass-float32", "grad-input-without-mean",
      "half-output", "nan-skipped",
    ]
  )
  func agreesWithJudge(name: String) throws {
    let fault = try #require(FaultCatalogue.named(name))
    let cases = try CommittedCases.all { $0.level == .required && $0.tags.contains("smoke") }
    var failed = 0
    for golden in cases {
      var program = FloatingProgram(golden.request, choices: fault.choices)
      let answer = program.run()
      guard case .ran(let observations) = answer else { continue }
      let judge = CaseJudge()
      let items = judge.outcome(of: golden, answer: answer, milliseconds: 0).items
      for (index, tensors) in judge.allowances(of: golden).enumerated() {
        for (name, allowance) in tensors {
          guard let expected = golden.expectations[index].tensors[name],
            let actual = observations[index].tensors[name],
            let item = items.first(where: { $0.step == index && $0.name == name.rawValue })
          else { continue }
          let isPassed = item.verdict == .passed || item.verdict == .untrusted
          #expect(passes(actual, expected, allowance) == isPassed, "\(golden.id) \(index) \(name)")
          failed += isPassed ? 0 : 1
        }
      }
    }
    #expect(failed > 0)
  }
}
