// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNBounds
package import BNVerdicts

/// The numbers of one case in brief: the worst of its tensors.
package struct CaseFigures: Equatable, Sendable {
  /// The largest share of its allowance that a tensor used; nil if none was compared.
  package var share: Double?
  /// The largest distance in representable numbers.
  package var maxULP: UInt64?
  /// The worst grade; nil if none was graded.
  package var grade: Grade?
  /// Whether every compared element has the expected bits; false where the run file has no items.
  package var isExact: Bool

  /// Takes the worst of the tensors that decide.
  package init(_ outcome: CaseOutcome) {
    let comparisons = outcome.decidingComparisons
    share = outcome.largestShare
    maxULP = comparisons.map(\.maxULP).max()
    // A compact run file keeps nothing of what passed: that says nothing of its bits.
    isExact = !outcome.items.isEmpty && comparisons.allSatisfy(\.isExact)
    let grades = outcome.items.compactMap(\.grade)
    grade = Grade.allCases.last { grades.contains($0) }
  }
}
