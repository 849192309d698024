// SPDX-License-Identifier: MIT

internal import Comparison
package import Conformance
internal import GoldenCases

/// The line of one case: verdict, id, grade, share of the allowance used, ULP, time.
package struct CaseLine {
  private let style: TextStyle
  private let idWidth: Int

  /// Creates lines whose ids fill so many columns; of a longer id the middle is left out.
  package init(style: TextStyle, longestID: Int, terminalWidth: Int?) {
    self.style = style
    let room = terminalWidth.map { $0 - Self.figuresWidth - 4 } ?? 60
    idWidth = max(20, min(longestID, max(room, 20), terminalWidth == nil ? 120 : room))
  }

  private static let figuresWidth = 16 + 1 + 12 + 1 + 14 + 1 + 9

  /// The line, without a newline.
  package func text(_ outcome: CaseOutcome) -> String {
    let figures = CaseFigures(outcome)
    let verdict = outcome.status == .passed ? grade(figures) : outcome.status.word
    let level = outcome.level == .required ? "" : "  (\(outcome.level.rawValue))"
    let columns = [
      style.paint(outcome.status.glyph, colour(outcome)),
      Self.fit(outcome.id, idWidth),
      Self.left(verdict, 16),
      Self.right(figures.share.map { "share \(NumberText.figure($0))" } ?? "", 12),
      Self.right(figures.maxULP.map { "\($0) ULP" } ?? "", 14),
      Self.right(NumberText.time(milliseconds: outcome.milliseconds), 9),
    ]
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
    guard text.count > width else { return left(text, width) }
    let tail = width / 2
    return text.prefix(width - tail - 1) + "…" + text.suffix(tail)
  }

  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
