// SPDX-License-Identifier: MIT

internal import BNRunFile
package import BNVerdicts

extension ExpectationList {
  /// What a rewriting of the list has changed.
  package struct Changes: Equatable, Sendable {
    package var added = 0
    package var removed = 0
    package var changed = 0

    /// Whether the list is as it was.
    package var isNone: Bool { self == Changes() }
  }

  /// What stands above lines whose reason nobody has written yet.
  package static let missingReason = "# TODO: why, and a link"

  /// The list as the outcomes of a run make it: what passes is taken out, what fails otherwise is
  /// written anew, what is missing is added with a reason to be filled in.
  ///
  /// A pattern stays if every case that it speaks of is as expected; otherwise a line for each failing
  /// case takes its place. Lines on cases outside of the run stay.
  package func fixed(
    by outcomes: some Sequence<CaseOutcome>,
    strict: Bool,
    isKnown: (ExpectedOutcome) -> Bool
  ) -> (list: ExpectationList, changes: Changes) {
    var fixed = self
    var changes = Changes()
    var rest = outcomes.filter { $0.status != .notRun }
    for index in blocks.indices {
      fixed.blocks[index].entries = blocks[index].entries.flatMap { line, expected in
        let concerned = rest.filter { expected.concerns($0.id) }
        rest.removeAll { expected.concerns($0.id) }
        if concerned.isEmpty {
          if isKnown(expected) { return [(line, expected)] }
          changes.removed += 1
          return []
        }
        if concerned.allSatisfy(expected.agrees) { return [(line, expected)] }
        let lines = concerned.filter { !$0.isAsExpected }.map { outcome in
          expected.agrees(with: outcome)
            ? ExpectedOutcome(outcome, cause: expected.cause) : ExpectedOutcome(outcome)
        }
        if lines.isEmpty { changes.removed += 1 } else { changes.changed += 1 }
        return lines.compactMap(\.self).map { (line, $0) }
      }
    }
    fixed.blocks = zip(blocks, fixed.blocks).compactMap { before, after in
      before.entries.isEmpty || !after.entries.isEmpty ? after : nil
    }
    let missing = rest.filter { $0.isCounted(strict: strict) }.compactMap { ExpectedOutcome($0) }
    changes.added = missing.count
    if !missing.isEmpty {
      fixed.blocks.append(
        Block(comment: [Self.missingReason], entries: missing.map { (0, $0) })
      )
    }
    return (fixed, changes)
  }
}

extension ExpectedOutcome {
  /// The line for one case; nil if it came out in a way that cannot be expected.
  fileprivate init?(_ outcome: CaseOutcome, cause: String? = nil) {
    guard let pattern = try? CasePattern(outcome.id),
      OutcomeStatus.expectable.contains(outcome.status)
    else {
      return nil
    }
    self.init(pattern: pattern, status: outcome.status, cause: cause ?? Self.cause(of: outcome))
  }

  /// The likely cause, or of a crash the first clause; the numbers of other reasons vary.
  private static func cause(of outcome: CaseOutcome) -> String? {
    if let name = outcome.causes?.first { return name }
    guard outcome.status == .errored, let reason = outcome.reason else { return nil }
    let clause = reason.prefix { $0 != ":" && $0 != ";" && $0 != "(" }
    return clause.isEmpty ? nil : clause.trimmingWhitespace
  }
}
