// SPDX-License-Identifier: MIT

package import BNRunFile
internal import BNVerdicts

extension RunFile {
  /// The run under a name, without what belongs to a machine and most of the numbers: small enough to
  /// be kept, still a run file, and with the same row in the matrix.
  ///
  /// What stays of a case: its verdict, the first two things that were not passed, the traits, the
  /// causes, and a graded tensor if it is the worst so far.
  package func compacted(name: String) -> RunFile {
    var run = canonicalForm
    run.header.started = header.started
    run.header.respondent = .implementation(name)
    run.header.machine.system = header.machine.system
    run.header.machine.architecture = header.machine.architecture
    var isDescribed = false
    run.files = files.map { file in
      var file = file
      file.selected = []
      if isDescribed { file.implementation = nil }
      isDescribed = isDescribed || file.implementation != nil
      return file
    }
    var worst: JudgedItem?
    run.outcomes = outcomes.map { record in
      var record = record
      record.outcome = record.outcome.compacted(worst: &worst)
      return record
    }
    run.problems = problems
    run.warnings = warnings
    run.claim = claim
    return run
  }
}

extension CaseOutcome {
  fileprivate func compacted(worst: inout JudgedItem?) -> CaseOutcome {
    var outcome = self
    (outcome.title, outcome.rationale, outcome.rules, outcome.tags) = ("", nil, [], [])
    outcome.milliseconds = 0
    if outcome.causes != nil { outcome.reason = nil }
    let failures = items.filter { $0.verdict != .passed && $0.consequenceOf == nil }
    outcome.items = failures.prefix(2).map(\.withoutNumbers)
    for item in items where item.verdict == .passed && item.grade != nil {
      if let worst, item.rank <= worst.rank, (item.neededDepth ?? 0) <= (worst.neededDepth ?? 0) {
        continue
      }
      worst = item
      var kept = item.withoutNumbers
      (kept.grade, kept.neededDepth) = (item.grade, item.neededDepth)
      outcome.items.append(kept)
    }
    return outcome
  }
}

extension JudgedItem {
  /// How bad the grade is.
  fileprivate var rank: Int { grade.flatMap(Grade.allCases.firstIndex) ?? -1 }

  /// What was judged and how it came out.
  fileprivate var withoutNumbers: JudgedItem {
    var item = self
    (item.elementType, item.shape, item.tolerance, item.depth) = (nil, nil, nil, nil)
    (item.comparison, item.consequenceOf, item.grade, item.neededDepth) = (nil, nil, nil, nil)
    return item
  }
}
