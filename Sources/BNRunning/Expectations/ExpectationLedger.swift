// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNVerdicts

/// Compares the outcomes of a run with a list of known deviations.
struct ExpectationLedger {
  private let list: ExpectationList

  init(_ list: ExpectationList) { self.list = list }

  /// An outcome as the list makes it look.
  ///
  /// The first line that speaks of the case counts. A failure that it expects is an expected failure,
  /// a pass is an unexpected one, and another failure stays what it is.
  func revised(_ outcome: CaseOutcome) -> CaseOutcome {
    guard let entry = list.entries.first(where: { $0.expected.concerns(outcome.id) }) else {
      return outcome
    }
    var changed = outcome
    changed.expectation = "\(list.path) line \(entry.line): \(entry.expected)"
    if entry.expected.agrees(with: outcome) {
      changed.status = .expectedFailure
    } else if outcome.status == .passed {
      changed.status = .unexpectedPass
      changed.reason = "passed, but is listed as a known deviation"
    }
    return changed
  }

  /// Lines that speak of no case.
  ///
  /// Where files were named one by one, lines on other features are nobody's concern.
  func stale(knownIDs: Set<String>, golden: GoldenSource) -> [RunProblem] {
    let features = Set(knownIDs.map(Self.feature))
    return list.entries.compactMap { line, expected in
      guard !knownIDs.contains(where: expected.concerns) else { return nil }
      let feature = Self.feature(expected.pattern.text)
      let isPlain = !feature.contains { "*?[\\".contains($0) }
      if golden == .files, isPlain, !features.contains(feature) { return nil }
      return RunProblem(
        .staleExpectation,
        file: list.path,
        member: "line \(line)",
        problem: "no case matches \(expected.pattern.text)"
          + Suggestion.caseClause(for: expected.pattern.text, among: knownIDs.sorted())
      )
    }
  }

  private static func feature(_ id: String) -> Substring { id.prefix { $0 != "/" } }
}
