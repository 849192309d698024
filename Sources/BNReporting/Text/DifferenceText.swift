// SPDX-License-Identifier: MIT

package import BNRunFile
internal import BNGoldenCases

/// The difference of two runs, for people and as Markdown.
package struct DifferenceText {
  private let difference: RunDifference
  private let old: RunFile
  private let new: RunFile

  /// Cases and causes beyond these are counted, and cases of one cause.
  private static let limit = 20
  private static let causeLimit = 5

  /// Creates the text of a difference.
  package init(_ difference: RunDifference, old: RunFile, new: RunFile) {
    self.difference = difference
    self.old = old
    self.new = new
  }

  private var parts: [(title: String, lines: [String], count: Int)] {
    var parts = DifferenceGroup.groups(of: difference).map { group in
      guard let causes = group.causes() else {
        let line = group.isDrift ? Self.drift : Self.line
        return (group.name, Self.list(group.changes, limit: Self.limit, line), group.changes.count)
      }
      let rest = causes.dropFirst(Self.limit)
      let cases = rest.map(\.members.count).reduce(0, +)
      let more = rest.isEmpty ? [] : ["\(rest.count) other causes: \(cases) cases"]
      let lines = causes.prefix(Self.limit).flatMap(Self.lines) + more
      return (group.name, lines, group.changes.count)
    }
    for (title, ids) in [
      ("only in the older run", difference.onlyOld),
      ("only in the newer run", difference.onlyNew),
    ] where !ids.isEmpty {
      parts.append((title, Self.list(ids, limit: Self.limit) { OneLine.text($0) }, ids.count))
    }
    return parts
  }

  /// A cause and the first of its cases.
  private static func lines(_ cause: CauseGroup<RunDifference.Change>) -> [String] {
    let count = "\(cause.members.count.of("case"))"
    let title = cause.isKnown ? "likely \(cause.title)" : cause.title
    return ["\(OneLine.text(title)): \(count)"]
      + list(cause.members, limit: Self.causeLimit, line).map { "  " + $0 }
  }

  private static func list<Item>(
    _ items: [Item],
    limit: Int,
    _ line: (Item) -> String
  ) -> [String] {
    let rest = items.count - limit
    return items.prefix(limit).map(line) + (rest > 0 ? ["… \(rest) more"] : [])
  }

  /// The whole difference in a sentence.
  static func summary(_ difference: RunDifference) -> String {
    let regressions = difference.regressions.count
    let counts = [
      (regressions, "new failure" + (regressions == 1 ? "" : "s")),
      (difference.fixes.count, "fixed"), (difference.stillWrong.count, "still failing"),
    ]
    var parts = counts.map { "\($0) \($1)" }
    let undecisive = difference.undecisiveFailures.count
    if undecisive > 0 { parts.append(Self.newNonRequired(undecisive)) }
    if difference.undecisiveInBoth > 0 {
      parts.append(Self.nonRequiredInBoth(difference.undecisiveInBoth))
    }
    parts.append(margins(difference))
    return "\(difference.compared) cases in both: " + parts.joined(separator: ", ")
  }

  /// How many failures are new that do not change the exit code.
  static func newNonRequired(_ count: Int) -> String {
    "\(count.of("new failure")) in non-required cases"
  }

  /// How many non-required cases fail in both runs.
  static func nonRequiredInBoth(_ count: Int) -> String {
    "\(count) non-required case\(count == 1 ? "" : "s") failing in both"
  }

  /// How far the margins moved.
  static func margins(_ difference: RunDifference) -> String {
    guard difference.hasMargins else { return "no margins recorded" }
    return "largest increase of a share \(NumberText.figure(max(0, difference.largestDrift)))"
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
    }
    return (lines + ["DONE " + Self.summary(difference)]).joined(separator: "\n") + "\n"
  }

  /// The text as Markdown.
  package var markdown: String {
    var lines = ["## \(identity)", "", Self.summary(difference) + "."]
    for part in parts {
      lines += ["", "### \(part.title): \(part.count)", "", "```"]
      lines += part.lines.map { $0.replacing("```", with: "'''") }
      lines.append("```")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ change: RunDifference.Change) -> String {
    let reason = change.reason.map { "  \(OneLine.text($0, limit: 200))" } ?? ""
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
