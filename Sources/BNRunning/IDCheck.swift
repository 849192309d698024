// SPDX-License-Identifier: MIT

internal import BNRunFile

/// Compares the ids of all files of a run with each other and with those of the answers.
struct IDCheck {
  let plan: RunPlan
  let ids: [Int: FileIDs]
  /// The ids that the answers file answers, if there is one.
  let answered: [String]
  let golden: GoldenSource

  /// What is wrong, in the order of the files.
  var problems: [RunProblem] { repeated + superfluous }

  /// Ids that two files of the run share; a reader could not tell the two cases apart.
  private var repeated: [RunProblem] {
    var owners: [String: String] = [:]
    var problems: [RunProblem] = []
    for (index, file) in plan.files.enumerated() {
      for id in ids[index]?.selected ?? [] {
        if let owner = owners[id] {
          let problem = "is also the id of a case in \(owner)"
          problems.append(RunProblem(.duplicate, file: file.name, caseName: id, problem: problem))
        } else {
          owners[id] = file.name
        }
      }
    }
    return problems
  }

  /// Answers to cases that none of the files holds.
  ///
  /// Where files were named one by one, answers to other features are nobody's concern.
  private var superfluous: [RunProblem] {
    let known = Set(ids.values.flatMap { $0.selected + $0.others })
    let candidates = known.sorted()
    let features = Set(known.map(Self.feature))
    return answered.filter { !known.contains($0) }.compactMap { id in
      guard golden != .files || features.contains(Self.feature(id)) else { return nil }
      return RunProblem(
        .extraAnswer,
        file: plan.respondent.text,
        caseName: id,
        problem: "answers a case that is not in the golden files"
          + Suggestion.clause(for: id, among: candidates, isWhole: true)
      )
    }
  }

  private static func feature(_ id: String) -> Substring { id.prefix { $0 != "/" } }
}
