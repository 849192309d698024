// SPDX-License-Identifier: MIT

package import Conformance

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
    let verdicts: [(String, [RunDifference.Change])] = [
      ("new failures", difference.regressions), ("fixed", difference.fixes),
      ("still failing", difference.stillWrong), ("other verdicts", difference.otherVerdicts),
    ]
    var parts = verdicts.map { title, changes in
      (title, changes.prefix(Self.limit).map(Self.line), changes.count)
    }
    parts.append(
      (
        "margins moved", difference.drifts.prefix(Self.limit).map(Self.drift),
        difference.drifts.count
      )
    )
    for (title, ids) in [
      ("only in the older run", difference.onlyOld),
      ("only in the newer run", difference.onlyNew),
    ] { parts.append((title, ids.prefix(Self.limit).map { OneLine.text($0) }, ids.count)) }
    return parts.filter { $0.2 > 0 }
  }

  private var summary: String {
    "\(difference.regressions.count) new failures, \(difference.fixes.count) fixed, "
      + "\(difference.stillWrong.count) still failing, largest growth of a share "
      + NumberText.figure(max(0, difference.largestDrift))
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
    return (lines + ["DONE " + summary]).joined(separator: "\n") + "\n"
  }

  /// The text as Markdown.
  package var markdown: String {
    var lines = ["## \(identity)", "", summary + "."]
    for part in parts {
      lines += ["", "### \(part.title): \(part.count)", "", "```"]
      lines += part.lines.map { $0.replacing("```", with: "'''") }
      if part.count > part.lines.count { lines.append("… \(part.count - part.lines.count) more") }
      lines.append("```")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ change: RunDifference.Change) -> String {
    let reason = change.reason.map { "  \(OneLine.text($0, limit: 200))" } ?? ""
    return "\(change.new.glyph) \(OneLine.text(change.id))  \(change.old.word) → "
      + "\(change.new.word)\(reason)"
  }

  private static func drift(_ change: RunDifference.Change) -> String {
    let shares = [change.oldShare, change.newShare].map { $0.map(NumberText.figure) ?? "—" }
    return "\(OneLine.text(change.id))  share \(shares[0]) → \(shares[1])"
  }
}
