// SPDX-License-Identifier: MIT

internal import Comparison
package import Conformance

extension RunFile {
  /// The run under a name, without what belongs to a machine and without what nobody reads of a passed
  /// case: small enough to be kept, and still a run file.
  ///
  /// Of a passed case the worst grade and the traits stay; of another one what was not passed, with its
  /// worst element.
  package func compacted(name: String) -> RunFile {
    var run = canonicalForm
    run.header.started = header.started
    run.header.respondent = .implementation(name)
    run.header.machine.system = header.machine.system
    run.header.machine.architecture = header.machine.architecture
    run.files = files.map { file in
      var file = file
      file.selected = []
      return file
    }
    run.outcomes = outcomes.map { record in
      var record = record
      record.outcome = record.outcome.compacted
      return record
    }
    run.problems = problems
    run.warnings = warnings
    return run
  }
}

extension CaseOutcome {
  fileprivate var compacted: CaseOutcome {
    var outcome = self
    (outcome.title, outcome.rationale, outcome.tags) = ("", nil, [])
    (outcome.milliseconds, outcome.contradicts) = (0, contradicts)
    if status == .passed { outcome.rules = [] }
    let graded = items.filter { $0.verdict == .passed && $0.grade != nil }
    let worst = graded.max { $0.neededDepth ?? 0 < $1.neededDepth ?? 0 }
    let failures = items.filter { $0.verdict != .passed && $0.consequenceOf == nil }
    outcome.items = (failures + [worst].compactMap(\.self)).map(\.compacted)
    return outcome
  }
}

extension JudgedItem {
  fileprivate var compacted: JudgedItem {
    var item = self
    (item.depth, item.tolerance, item.shape) = (nil, nil, nil)
    guard verdict != .passed else {
      (item.comparison, item.elementType) = (nil, nil)
      return item
    }
    item.comparison?.firstMismatches = []
    item.comparison?.histogram = ErrorHistogram()
    return item
  }
}
