// SPDX-License-Identifier: MIT

package import BNRunFile
internal import BNVerdicts
internal import BNGoldenCases
internal import BNImplementations

/// What an earlier attempt at a run has left: its header, and the verdicts that need not be repeated.
///
/// All golden files are read again, which is cheap: their cases must be those of the earlier attempt,
/// and what a reader has to be told of them is found again. Only cases without a verdict are judged,
/// and those that failed: failures are explained together, which takes the answers.
package struct Resumption: Sendable {
  /// The earlier attempt, as its run file has it.
  package let run: RunFile
  private let records: [String: FileRecord]
  private let outcomes: [String: [CaseOutcome]]

  /// Takes over an earlier attempt.
  ///
  /// - Throws: ``ResumeRefusal`` if a case stands in it that its file is not said to hold.
  package init(_ run: RunFile) throws(ResumeRefusal) {
    self.run = run
    records = Dictionary(run.files.map { ($0.file, $0) }) { first, _ in first }
    // What has no verdict that counts is done again.
    let unjudged = Set(run.unjudged.map { $0.file + " " + $0.outcome.id })
    var outcomes: [String: [CaseOutcome]] = [:]
    var seen: Set<String> = []
    for recorded in run.outcomes {
      let (file, outcome) = (recorded.file, recorded.outcome)
      guard records[file]?.selected.contains(outcome.id) == true else {
        throw ResumeRefusal(
          "the run file has a verdict on \(outcome.id), which \(file) did not hold"
        )
      }
      guard seen.insert(file + " " + outcome.id).inserted else {
        throw ResumeRefusal("the run file has two verdicts on \(outcome.id)")
      }
      guard !unjudged.contains(file + " " + outcome.id) else { continue }
      let kept = outcome.withoutExpectation
      guard kept.status != .failed, kept.status != .wrongStructure else { continue }
      outcomes[file, default: []].append(kept)
    }
    self.outcomes = outcomes
  }

  /// What the run file begins with: the records of the files, and the verdicts that count.
  var kept: [RunRecord] {
    run.header.settings.files.flatMap { file -> [RunRecord] in
      guard let record = records[file], let outcomes = outcomes[file] else { return [] }
      return [.file(record)]
        + outcomes.map { RunRecord.outcome(RecordedOutcome(file: file, outcome: $0)) }
    }
  }

  /// The plan without the cases that have a verdict.
  func remainder(of plan: RunPlan) -> RunPlan {
    var plan = plan
    plan.earlier = run.implementation
    for (file, outcomes) in outcomes {
      plan.judged[file] = Set(outcomes.map(\.id))
    }
    return plan
  }

  /// Whether a record says something that the earlier attempt has not said.
  ///
  /// - Throws: ``ResumeRefusal`` if it contradicts the earlier attempt.
  func isNews(_ record: RunRecord) throws(ResumeRefusal) -> Bool {
    switch record {
    case .file(let found):
      guard let earlier = records[found.file] else { return true }
      try earlier.requireSameCases(as: found)
      if let before = run.implementation, let now = found.implementation, before != now {
        throw ResumeRefusal(
          "the implementation is another: it was \(before.name) \(before.version), "
            + "now it is \(now.name) \(now.version)"
            + (before.name == now.name && before.version == now.version
              ? " with other abilities" : "")
        )
      }
      // A file of which nothing was judged may not have said who answers.
      return outcomes[found.file] == nil
    case .problem(let problem):
      if problem.kind == .format, problem.caseName == nil, records[problem.file] != nil {
        throw ResumeRefusal("the golden files have changed: \(problem)")
      }
      return true
    default: return true
    }
  }
}

extension FileRecord {
  /// Checks that a golden file holds what it held before.
  fileprivate func requireSameCases(as other: FileRecord) throws(ResumeRefusal) {
    guard digest == other.digest, cases == other.cases else {
      func text(_ record: FileRecord) -> String {
        "\(record.cases) cases, digest \(record.digest.map { "\($0)" } ?? "unknown")"
      }
      throw ResumeRefusal(
        "the golden files have changed: \(file) had \(text(self)), now it has \(text(other))"
      )
    }
    // Where the implementation did not start, nobody knew in which forms it takes the cases.
    let ids = [self, other].map { Set($0.selected.map(CaseID.golden)) }
    guard ids[0] == ids[1], planned == other.planned else {
      throw ResumeRefusal("another selection: of \(file) other cases take part than before")
    }
  }
}
