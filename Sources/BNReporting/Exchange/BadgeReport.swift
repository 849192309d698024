// SPDX-License-Identifier: MIT

internal import BNVerdicts
package import BNRunFile
internal import Foundation

/// A badge: the JSON that shields.io takes as an endpoint, or a picture of its own.
package struct BadgeReport {
  private let message: String
  private let isGood: Bool
  private let label = "BatchNorm"

  /// Creates the badge of a run.
  package init(_ run: RunFile) {
    let outcomes = run.outcomes.map(\.outcome)
    let counts = OutcomeCounts(outcomes)
    let wrong = outcomes.count { $0.isCounted(strict: run.header.settings.strict) }
    let judged = counts.total - counts[.notRun] - counts[.unsupported]
    isGood = run.footer != nil && wrong == 0 && judged > 0 && run.problems.isEmpty
    if run.footer == nil {
      message = "not complete"
    } else if wrong > 0 {
      message = "\(wrong) of \(judged) failed"
    } else {
      message = isGood ? "conforms, \(judged) cases" : "not judged"
    }
  }

  /// The endpoint's answer.
  package var json: String {
    let color = isGood ? "brightgreen" : "red"
    return #"{"schemaVersion":1,"label":"\#(label)","message":"\#(message)","color":"\#(color)"}"#
      + "\n"
  }

  /// The picture.
  package var svg: String {
    let left = 7 * label.count + 12
    let right = 7 * message.count + 12
    let color = isGood ? "#2e7d32" : "#b3261e"
    let picture: Markup = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(left + right)" height="20" role="img" \
      aria-label="\(label): \(message)"><title>\(label): \(message)</title>
      <rect width="\(left + right)" height="20" rx="3" fill="#3c4043"/>
      <path fill="\(color)" d="M\(left) 0h\(right - 3)a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H\(left)z"/>
      <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
      <text x="\(left / 2)" y="14">\(label)</text><text x="\(left + right / 2)" y="14">\(message)</text></g></svg>

      """
    return picture.text
  }
}
