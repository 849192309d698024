// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNVerdicts
internal import BNGoldenCases

/// Accounts for every selected case of one file, whatever becomes of it.
struct FileRun {
  private let name: String
  private let due: [GoldenCase]
  private var judged = 0
  /// The ids of the file.
  let ids: FileIDs

  /// The record of a file whose cases are to be judged.
  init(_ file: PlannedFile, _ suite: SelectedCases) {
    name = file.name
    due = suite.cases
    ids = FileIDs(selected: suite.record.selected, others: suite.others)
  }

  /// Takes the verdict on the next case.
  mutating func take(_ outcome: CaseOutcome) -> RunRecord {
    judged += 1
    return .outcome(RecordedOutcome(file: name, outcome: outcome))
  }

  /// What is to be said of the cases that were not come to because the implementation did not start.
  mutating func giveUp(_ problem: RunProblem) -> [RunRecord] {
    let rest = due[judged...]
    judged += rest.count
    return rest.map { golden in
      let outcome = CaseOutcome(golden, status: .notRun, reason: problem.problem)
      return .outcome(RecordedOutcome(file: name, outcome: outcome))
    }
  }
}

/// The ids that belong to one golden file of a run.
struct FileIDs: Equatable, Sendable {
  /// The cases that take part.
  var selected: [String] = []
  /// The other cases of the file.
  var others: [String] = []
}
