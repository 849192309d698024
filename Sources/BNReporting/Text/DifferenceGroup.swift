// SPDX-License-Identifier: MIT

internal import BNRunFile

/// Cases of two runs to which the same happened, as every report of a difference groups them.
struct DifferenceGroup {
  /// Its place in a page.
  let id: String
  /// What happened, for a heading.
  let name: String
  /// What that means, where the name does not say.
  let note: String?
  let changes: [RunDifference.Change]

  /// Whether only the margins changed.
  var isDrift: Bool { id == "drifts" }

  /// The groups that are not empty, the most important first.
  static func groups(of difference: RunDifference) -> [DifferenceGroup] {
    let undecisive = difference.undecisiveFailures
    let others = difference.otherVerdicts.filter { change in
      !undecisive.contains { $0.id == change.id }
    }
    return [
      DifferenceGroup(
        id: "regressions",
        name: "new failures",
        note: "As expected in the older run and not in the newer one.",
        changes: difference.regressions
      ),
      DifferenceGroup(id: "fixes", name: "fixed", note: nil, changes: difference.fixes),
      DifferenceGroup(
        id: "still",
        name: "still failing",
        note: nil,
        changes: difference.stillWrong
      ),
      DifferenceGroup(
        id: "undecisive",
        name: "new failures in non-required cases",
        note: "Failing in the newer run only; they do not change the exit code.",
        changes: undecisive
      ),
      DifferenceGroup(id: "verdicts", name: "other changed verdicts", note: nil, changes: others),
      DifferenceGroup(
        id: "drifts",
        name: "changed margins",
        note: "The same verdict with another share of the allowed error, the largest change first.",
        changes: difference.drifts
      ),
    ].filter { !$0.changes.isEmpty }
  }

  /// The cases by their likely cause in the newer run; nil where causes mean nothing.
  func causes() -> [CauseGroup<RunDifference.Change>]? {
    guard ["regressions", "still", "undecisive"].contains(id) else { return nil }
    return CauseGroup.groups(
      changes,
      causes: \.causes,
      word: \.new.word
    )
  }
}
