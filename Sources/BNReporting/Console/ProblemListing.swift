// SPDX-License-Identifier: MIT

package import BNRunFile

/// Tells a problem that many cases share once, with the number of the other cases.
package struct ProblemListing {
  /// What makes problems of two cases the same.
  private struct Reason: Hashable {
    let kind: RunProblem.Kind
    let file: String
    let member: String?
    let problem: String
  }

  /// The reasons in the order in which they came, and how many cases each has left out.
  private var reasons: [Reason] = []
  private var counts: [Reason: Int] = [:]

  /// Creates a listing that has told nothing yet.
  package init() {}

  /// Takes the next problem; false if one like it was told.
  package mutating func isNew(_ problem: RunProblem) -> Bool {
    guard let caseName = problem.caseName else { return true }
    let reason = Reason(
      kind: problem.kind,
      file: problem.file,
      member: problem.member.map(Self.withoutStep),
      // Some problems repeat the name of the case or the number of a step.
      problem: Self.withoutStep(problem.problem.replacing(caseName, with: "…"))
    )
    if counts[reason] == nil {
      reasons.append(reason)
      counts[reason] = 0
      return true
    }
    counts[reason, default: 0] += 1
    return false
  }

  /// The lines on what was not told, without newlines.
  package var lines: [String] {
    let left = reasons.compactMap { reason in
      counts[reason].flatMap { $0 > 0 ? (reason: reason, count: $0) : nil }
    }
    return left.map { reason, count in
      let what = [reason.member, reason.problem].compactMap(\.self).joined(separator: ": ")
      let cases = count == 1 ? "case" : "cases"
      return "! \(count) more \(cases) of \(OneLine.text(reason.file)): \(OneLine.text(what))"
    }
  }

  /// The text with N for the number of every step.
  private static func withoutStep(_ text: String) -> String {
    text.replacing(/step ?\d+/) { match in match.output.hasPrefix("step ") ? "step N" : "stepN" }
  }
}
