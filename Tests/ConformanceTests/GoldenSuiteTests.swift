// SPDX-License-Identifier: MIT

import BatchNorm
import Comparison
import Conformance
import Foundation
import GoldenCases
import Implementations
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
    let judge = CaseJudge(toleranceOverride: .exact)
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
}
