// SPDX-License-Identifier: MIT

/// How much a search may try.
package struct SearchLimits: Sendable {
  /// How many kinds of failure are looked at in a round.
  package var samples = 12
  /// How many hypotheses are tried on some cases of every kind.
  package var candidates = 24
  /// How many cases these are.
  package var probation = 24
  /// How many hypotheses are tried on the whole run.
  package var finalists = 8
  /// How many pairs are tried on a case.
  package var pairs = 4_000
  /// On how many cases pairs are looked for.
  package var pairCases = 2
  /// How many faults there may be at once.
  package var parts = 4
  /// Cases with more elements are not searched; they are tried on what was found.
  package var elements = 4_096

  /// The usual limits.
  package init() {}
}

extension CaseBench {
  func isSmall(_ limits: SearchLimits) -> Bool { size <= limits.elements }
}
