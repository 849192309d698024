// SPDX-License-Identifier: MIT

internal import BNVerdicts

extension RunFile {
  /// The verdicts that say nothing of the implementation: the case was not put to it, or what was to judge
  /// the case broke down.
  package var unjudged: [RecordedOutcome] {
    let broken = Set(problems.filter { $0.kind == .reader }.map(\.file))
    return outcomes.filter { recorded in
      switch recorded.outcome.withoutExpectation.status {
      case .notRun: true
      case .errored: broken.contains(recorded.file)
      default: false
      }
    }
  }

  /// Whether a case of the run has no verdict that counts, or a file was not read to where its cases are
  /// known, for another reason than what stands in the file.
  package var isUnfinished: Bool {
    guard footer != nil, unjudged.isEmpty else { return true }
    let read = Set(files.map(\.file))
    let refused = Set(problems.filter { $0.kind == .format }.map(\.file))
    return header.settings.files.contains { !read.contains($0) && !refused.contains($0) }
  }
}
