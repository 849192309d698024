// SPDX-License-Identifier: MIT

import BNTestSupport
import BNRunning
import Foundation
import Testing

@testable import BNRunFile

@Suite("The order of reading")
struct RunPlanDealingTests {
  private func plan(_ folder: TemporaryFolder, jobs: Int) throws -> RunPlan {
    let paths = ["a", "b", "c", "d"].map { folder.file($0) }
    for (path, size) in zip(paths, [10, 30, 10]) {
      try Data(repeating: 0, count: size).write(to: URL(filePath: path))
    }
    return RunPlan(
      files: PlannedFile.list(paths),
      respondent: .implementation("reference"),
      jobs: jobs
    )
  }

  @Test("one job keeps to the plan")
  func one() throws {
    let folder = try TemporaryFolder()
    #expect(try plan(folder, jobs: 1).dealingOrder == [0, 1, 2, 3])
  }

  @Test("several get large files first, equal ones as planned, and what is not there last")
  func several() throws {
    let folder = try TemporaryFolder()
    #expect(try plan(folder, jobs: 2).dealingOrder == [1, 0, 2, 3])
  }
}
