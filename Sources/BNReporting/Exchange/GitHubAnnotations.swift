// SPDX-License-Identifier: MIT

internal import BNVerdicts
package import BNRunFile

/// What is not as expected as workflow commands of GitHub Actions, which shows ten errors a step.
package enum GitHubAnnotations {
  /// The number of annotations that a step may have.
  private static let limit = 10

  /// The lines of one or several runs; the last one tells how many more there are.
  package static func lines(_ runs: [RunFile]) -> [String] {
    let all = runs.flatMap { run -> [String] in
      let strict = run.header.settings.strict
      let wrong = run.outcomes.map(\.outcome).filter { $0.isCounted(strict: strict) }
      return run.problems.map { command("could not judge", "\($0)") }
        + wrong.map {
          command("\(run.implementationName) \($0.id)", OutcomeSentence.text($0))
        }
    }
    guard all.count > limit else { return all }
    let rest = all.count - (limit - 1)
    return all.prefix(limit - 1)
      + [command("bnconform", "and \(rest) more; see the report")]
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
