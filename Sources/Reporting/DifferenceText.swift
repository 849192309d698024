// SPDX-License-Identifier: MIT

package import Conformance
internal import GoldenCases

/// The difference of two runs, for people and as Markdown.
package struct DifferenceText {
  private let difference: RunDifference
  private let old: RunFile
  private let new: RunFile

  /// Drifts and names beyond these are counted.
  private static let limit = 20

  /// Creates the text of a difference.
  package init(_ difference: RunDifference, old: RunFile, new: RunFile) {
    self.difference = difference
    self.old = old
    self.new = new
  }

  private var parts: [(title: String, lines: [String], count: Int)] {
    var parts = DifferenceGroup.groups(of: difference).map { group in
      let line = group.isDrift ? Self.drift : Self.line
      return (group.name, group.changes.prefix(Self.limit).map(line), group.changes.count)
    }
    for (title, ids) in [
      ("only in the older run", difference.onlyOld),
      ("only in the newer run", difference.onlyNew),
    ] where !ids.isEmpty {
      parts.append((title, ids.prefix(Self.limit).map { OneLine.text($0) }, ids.count))
    }
    return parts
  }

  /// The whole difference in a sentence.
  static func summary(_ difference: RunDifference) -> String {
    let counts = [
      (difference.regressions.count, "new failures"), (difference.fixes.count, "fixed"),
      (difference.stillWrong.count, "still failing"),
    ]
    var parts = counts.map { "\($0) \($1)" }
    let undecisive = difference.undecisiveFailures.count
    if undecisive > 0 { parts.append("\(undecisive) new failures that decide nothing") }
    if difference.undecisiveInBoth > 0 {
      parts.append("\(difference.undecisiveInBoth) failing in both that decide nothing")
    }
    parts.append(margins(difference))
    return "\(difference.compared) cases in both: " + parts.joined(separator: ", ")
  }

  /// What is to be said of the margins.
  static func margins(_ difference: RunDifference) -> String {
    guard difference.hasMargins else { return "no margins on file to compare" }
    return "largest growth of a share \(NumberText.figure(max(0, difference.largestDrift)))"
  }

  private var identity: String {
    "\(OneLine.text(old.implementationText)) → \(OneLine.text(new.implementationText))"
  }

  /// The text for a terminal.
  package var text: String {
    var lines = [identity]
    for part in parts {
      lines.append("\(part.title): \(part.count)")
      lines += part.lines.map { "  " + $0 }
      if part.count > part.lines.count { lines.append("  … \(part.count - part.lines.count) more") }
    }
    return (lines + ["DONE " + Self.summary(difference)]).joined(separator: "\n") + "\n"
  }

  /// The text as Markdown.
  package var markdown: String {
    var lines = ["## \(identity)", "", Self.summary(difference) + "."]
    for part in parts {
      lines += ["", "### \(part.title): \(part.count)", "", "```"]
      lines += part.lines.map { $0.replacing("```", with: "'''") }
      if part.count > part.lines.count { lines.append("… \(part.count - part.lines.count) more") }
      lines.append("```")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ change: RunDifference.Change) -> String {
    let reason = DifferenceGroup.reason(change).map { "  \(OneLine.text($0, limit: 200))" } ?? ""
    let shares = change.oldShare == nil && change.newShare == nil ? "" : "  " + Self.shares(change)
    let verdict =
      change.old == change.new ? change.new.word : "\(change.old.word) → \(change.new.word)"
    let level = change.level == .required ? "" : " (\(change.level.rawValue))"
    return "\(change.new.glyph) \(OneLine.text(change.id))  \(verdict)\(level)\(shares)\(reason)"
  }

  private static func drift(_ change: RunDifference.Change) -> String {
    "\(OneLine.text(change.id))  \(shares(change))"
  }

  private static func shares(_ change: RunDifference.Change) -> String {
    let shares = [change.oldShare, change.newShare].map { $0.map(NumberText.figure) ?? "—" }
    return "share \(shares[0]) → \(shares[1])"
  }
}
