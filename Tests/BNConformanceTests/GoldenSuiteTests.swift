// SPDX-License-Identifier: MIT

import BatchNorm
import BNBounds
import BNVerdicts
import Foundation
import BNGoldenCases
import BNImplementations
import Testing

/// The golden files of this checkout, or of the folder named by BNCONFORM_GOLDEN.
private let goldenFiles: [String] = {
  let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden").path(percentEncoded: false)
  let folder = try? GoldenFolder.find(
    argument: nil,
    environment: ProcessInfo.processInfo.environment.merging(["BNCONFORM_GOLDEN": checkout]) {
      named,
      _ in named
    },
    currentFolder: checkout,
    executable: nil
  )
  return folder?.files ?? []
}()

@Suite("The golden suite")
struct GoldenSuiteTests {
  @Test("the reference has every bit of every case", arguments: goldenFiles)
  func referenceIsExact(file: String) async throws {
    let judge = CaseJudge(JudgingPolicy(tolerance: .exact))
    let contents = try GoldenFile.read(path: file)
    try await ReferenceImplementation().withSession { session in
      for result in contents.cases {
        let golden = try result.get()
        let answer = await session.answer(golden.request)
        let outcome = judge.outcome(of: golden, answer: answer, milliseconds: 0)
        #expect(outcome.status == .passed, "\(golden.id): \(outcome.reason ?? "")")
      }
    }
  }

  @Test(
    "what has the expected bits is said to have them without a comparison",
    arguments: goldenFiles
  )
  func identical(file: String) throws {
    let contents = try GoldenFile.read(path: file)
    for mode in [nil, ToleranceMode.torch, .ulp(1)] {
      let judge = CaseJudge(.run(mode))
      for result in contents.cases {
        let golden = try result.get()
        let answers = golden.expectations.map { expectation in
          StepObservation(
            error: expectation.error.map { ObservedError(kind: $0, message: "") },
            tensors: expectation.tensors.filter { !$0.key.isAdvisory },
            inputUnchanged: true
          )
        }
        let outcome = judge.outcome(of: golden, answer: .ran(answers), milliseconds: 0)
        #expect(outcome.status == .passed, "\(golden.id)")
        for item in outcome.items {
          guard let name = TensorName(rawValue: item.name),
            let tensor = answers[item.step].tensors[name]
          else { continue }
          var compared = TensorComparison(actual: tensor, expected: tensor, allowance: .exact)
          compared?.worst = nil
          #expect(item.comparison == compared && item.verdict == .passed, "\(golden.id)")
        }
      }
    }
  }
}
