// SPDX-License-Identifier: MIT

internal import BNVerdicts
package import BNRunFile
internal import BNPlatform

/// A badge: the JSON that shields.io takes as an endpoint, or a picture of its own.
package struct BadgeReport {
  private let message: String
  private let color: Color
  private let label = "BatchNorm"

  /// Green says that whole scopes conform, blue that what was judged passed, red that something failed.
  private enum Color: String {
    case green = "brightgreen"
    case blue, red

    var fill: String {
      switch self {
      case .green: "#2e7d32"
      case .blue: "#1a5fb4"
      case .red: "#b3261e"
      }
    }
  }

  /// Longer phrases are no longer read.
  private static let limit = 90

  /// Creates the badge of a run.
  package init(_ run: RunFile) {
    let outcomes = run.outcomes.map(\.outcome)
    let counts = OutcomeCounts(outcomes)
    let wrong = outcomes.count { $0.isCounted(strict: run.header.settings.strict) }
    let judged = counts.total - counts[.notRun] - counts[.unsupported]
    if run.footer == nil {
      (message, color) = ("not complete", .red)
    } else if wrong > 0 {
      (message, color) = ("\(wrong) of \(judged) failed", .red)
    } else if judged == 0 || !run.problems.isEmpty {
      (message, color) = ("not judged", .red)
    } else if !run.missingScopes.isEmpty {
      (message, color) = ("\(judged) judged, a required scope is not complete", .red)
    } else if let phrase = ClaimText.conformance(run), phrase.count <= Self.limit {
      (message, color) = ("conforms in \(phrase), \(judged) cases", .green)
    } else if ClaimText.conformance(run) != nil {
      let scopes = run.claim?.scopes.count(where: \.isComplete) ?? 0
      (message, color) = ("conforms in \(scopes) scopes, \(judged) cases", .green)
    } else {
      let known = counts[.expectedFailure]
      let tolerance = run.header.settings.tolerance.map { " by \($0)" } ?? ""
      let rest = known > 0 ? "\(known) known to fail" : "0 failed"
      (message, color) = ("\(judged) judged\(tolerance), \(rest)", .blue)
    }
  }

  /// The endpoint's answer.
  package var json: String {

    #"{"schemaVersion":1,"label":"\#(label)","message":"\#(message)","color":"\#(color.rawValue)"}"#
      + "\n"
  }

  /// The picture.
  package var svg: String {
    let left = 7 * label.count + 12
    let right = 7 * message.count + 12
    let picture: Markup = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(left + right)" height="20" role="img" \
      aria-label="\(label): \(message)"><title>\(label): \(message)</title>
      <rect width="\(left + right)" height="20" rx="3" fill="#3c4043"/>
      <path fill="\(color.fill)" d="M\(left) 0h\(right - 3)a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H\(left)z"/>
      <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
      <text x="\(left / 2)" y="14">\(label)</text><text x="\(left + right / 2)" y="14">\(message)</text></g></svg>

      """
    return picture.text
  }
}
