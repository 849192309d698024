// SPDX-License-Identifier: MIT

package import BNRunFile
package import BNVerdicts

/// A line of a list of known deviations: which cases, how they come out, and why.
///
/// ```
/// # Our kernel stores the biased variance: https://example.org/issues/7
/// running_stats/*/f32  failed  biased-running-var
/// ```
/// The cause is the name of a fault that the answer is explained by, alone or with others, or that it
/// looks like, or part of the reason that is reported; without one any cause will do.
package struct ExpectedOutcome: Equatable, Sendable {
  /// The case id, or a pattern for ids.
  package var pattern: CasePattern
  /// How the cases come out.
  package var status: OutcomeStatus
  /// The cause, as written.
  package var cause: String?

  package init(pattern: CasePattern, status: OutcomeStatus, cause: String? = nil) {
    self.pattern = pattern
    self.status = status
    self.cause = cause
  }

  /// Reads a line.
  ///
  /// - Throws: ``ExpectationSyntaxError`` without a place.
  package init(_ line: String) throws(ExpectationSyntaxError) {
    let words = line.split(maxSplits: 2) { $0 == " " || $0 == "\t" }.map(String.init)
    guard words.count >= 2 else {
      throw ExpectationSyntaxError("expected is a case id or pattern, a status and a cause")
    }
    do throws(GlobError) {
      pattern = try CasePattern(words[0])
    } catch {
      throw ExpectationSyntaxError("\(error)")
    }
    guard let status = OutcomeStatus.expectable.first(where: { $0.rawValue == words[1] }) else {
      let known = OutcomeStatus.expectable.map(\.rawValue).joined(separator: ", ")
      throw ExpectationSyntaxError("\(words[1].debugDescription) is not one of \(known)")
    }
    self.status = status
    let rest = words.dropFirst(2).joined().trimmingWhitespace
    cause = rest.isEmpty ? nil : rest
  }

  /// Whether the line speaks of a case.
  package func concerns(_ id: String) -> Bool { pattern.matches(id) }

  /// Whether a case that came out in some way is what the line expects.
  package func agrees(with outcome: CaseOutcome) -> Bool {
    guard outcome.status == status else { return false }
    guard let cause else { return true }
    let bare = cause.hasPrefix("fault:") ? String(cause.dropFirst(6)) : cause
    let causes = outcome.causes ?? []
    return causes.contains(bare)
      || causes.contains { $0.split(separator: "+").contains { $0 == bare } }
      || (outcome.traits ?? []).contains { $0.fault == bare }
      || outcome.reason?.contains(cause) == true
  }
}

extension ExpectedOutcome: CustomStringConvertible {
  /// The line.
  package var description: String {
    [pattern.text, status.rawValue, cause].compactMap(\.self).joined(separator: "  ")
  }
}

/// What is wrong with a list of known deviations, and where.
package struct ExpectationSyntaxError: Error, Equatable, CustomStringConvertible {
  /// The list's path.
  package var path: String?
  /// The line, from 1.
  package var line: Int?
  /// What is wrong with it.
  package var problem: String

  init(_ problem: String) { self.problem = problem }

  /// One line for people.
  package var description: String {
    [path, line.map { "line \($0)" }, problem].compactMap(\.self).joined(separator: ": ")
  }
}

extension StringProtocol {
  /// The text without blanks at its ends.
  var trimmingWhitespace: String {
    let kept = drop(while: \.isWhitespace)
    let end = kept.lastIndex { !$0.isWhitespace }.map { kept.index(after: $0) }
    return String(kept[..<(end ?? kept.startIndex)])
  }
}
