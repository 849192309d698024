// SPDX-License-Identifier: MIT

internal import Conformance

/// Cases of two runs to which the same happened, as every report of a difference groups them.
struct DifferenceGroup {
  /// Its place in a page.
  let id: String
  /// What happened, for a heading.
  let name: String
  /// What that means, where the name does not say.
  let note: String?
  let changes: [RunDifference.Change]

  /// Whether only the margins are others.
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
        note: "As expected in the older run, not in the newer one.",
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
        name: "new failures that decide nothing",
        note: "Wrong in the newer run only, but in cases that need not pass.",
        changes: undecisive
      ),
      DifferenceGroup(id: "verdicts", name: "other verdicts", note: nil, changes: others),
      DifferenceGroup(
        id: "drifts",
        name: "margins moved",
        note: "The same verdict by another share of the allowance, the largest move first.",
        changes: difference.drifts
      ),
    ].filter { !$0.changes.isEmpty }
  }

  /// Why a case came out as it did: in its own words, else by its likely cause.
  static func reason(_ change: RunDifference.Change) -> String? {
    change.reason ?? change.causes.map { "likely " + CauseText.sentence($0) }
  }
}
