// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNBounds
package import BNVerdicts
internal import BNGoldenCases

/// The line of one case: verdict, id, grade, share of the allowance used, ULP, time.
package struct CaseLine {
  private let style: TextStyle
  private let idWidth: Int
  private let showsTime: Bool

  private static let verdictWidth = 11
  private static let shareWidth = 13
  private static let distanceWidth = 12
  private static let timeWidth = 8
  /// Below this many columns the time gives way to the id.
  private static let roomyWidth = 100

  /// Creates lines whose ids fill as many columns as the longest of them.
  ///
  /// On a terminal that is too narrow the time is left out, and the middle of long ids.
  package init(style: TextStyle, longestID: Int, terminalWidth: Int?) {
    self.style = style
    guard let terminalWidth else {
      (idWidth, showsTime) = (longestID, true)
      return
    }
    showsTime = terminalWidth >= Self.roomyWidth
    let figures = Self.verdictWidth + Self.shareWidth + Self.distanceWidth + 3
    let time = showsTime ? Self.timeWidth + 1 : 0
    // The glyph and a space stand in front.
    idWidth = max(12, min(longestID, terminalWidth - figures - time - 2))
  }

  /// The line, without a newline.
  package func text(_ outcome: CaseOutcome) -> String {
    let figures = CaseFigures(outcome)
    let verdict = outcome.status == .passed ? grade(figures) : outcome.status.word
    let level = outcome.level == .required ? "" : "  (\(outcome.level.rawValue))"
    let share = figures.share.map { "share \(NumberText.figure($0))" } ?? ""
    var columns = [
      style.paint(outcome.status.glyph, colour(outcome)),
      Self.fit(outcome.id, idWidth),
      verdict.left(Self.verdictWidth),
      share.right(Self.shareWidth),
      (figures.maxULP.map(NumberText.distance) ?? "").right(Self.distanceWidth),
    ]
    if showsTime {
      let time = NumberText.time(milliseconds: outcome.milliseconds)
      columns.append(time.right(Self.timeWidth))
    }
    return columns.joined(separator: " ") + level
  }

  private func grade(_ figures: CaseFigures) -> String {
    if let grade = figures.grade { return grade.rawValue }
    return figures.share != nil && figures.isExact ? Grade.exact.rawValue : "passed"
  }

  private func colour(_ outcome: CaseOutcome) -> TextStyle.Colour {
    if outcome.status == .passed { return .green }
    return outcome.isAsExpected || outcome.level != .required ? .yellow : .red
  }

  /// The text in exactly so many columns; its middle gives way.
  static func fit(_ text: String, _ width: Int) -> String {
    guard text.count > width else { return text.left(width) }
    let tail = width / 2
    return text.prefix(width - tail - 1) + "…" + text.suffix(tail)
  }
}
