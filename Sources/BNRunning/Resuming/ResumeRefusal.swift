// SPDX-License-Identifier: MIT

internal import BNRunFile

/// Why a run that was broken off cannot be continued.
package struct ResumeRefusal: Error, Equatable, CustomStringConvertible {
  /// What differs.
  package let problem: String

  /// Creates a refusal.
  package init(_ problem: String) { self.problem = problem }

  /// One line for people.
  package var description: String { "the run cannot be resumed: \(problem)" }
}

extension ResumeRefusal: HintedError {
  /// What to do about it.
  package var hint: String? {
    "what the run file holds is kept; run again with another file, or with what it was begun with"
  }
}
