// SPDX-License-Identifier: MIT

internal import BNVerdicts
package import BNRunFile

/// What is not as expected as workflow commands of GitHub Actions, which shows ten errors a step.
package struct GitHubAnnotations {
  private let runs: [RunFile]

  /// The number of annotations that a step may have.
  private static let limit = 10

  /// Creates the annotations of one or several runs.
  package init(_ runs: [RunFile]) { self.runs = runs }

  /// The lines; the last one tells how many more there are.
  package var lines: [String] {
    let all = runs.flatMap { run -> [String] in
      let strict = run.header.settings.strict
      let wrong = run.outcomes.map(\.outcome).filter { $0.isCounted(strict: strict) }
      return run.problems.map { Self.command("could not judge", "\($0)") }
        + wrong.map {
          Self.command("\(run.implementationName) \($0.id)", OutcomeSentence.text($0))
        }
    }
    guard all.count > Self.limit else { return all }
    let rest = all.count - (Self.limit - 1)
    return all.prefix(Self.limit - 1)
      + [Self.command("bnconform", "and \(rest) more; see the report")]
  }

  private static func command(_ title: String, _ message: String) -> String {
    let name = escaped(OneLine.text(title, limit: 200))
      .replacing(":", with: "%3A").replacing(",", with: "%2C")
    return "::error title=\(name)::\(escaped(OneLine.text(message, limit: 1000)))"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }
}
