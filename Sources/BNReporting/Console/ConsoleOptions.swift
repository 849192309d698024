// SPDX-License-Identifier: MIT

/// What the console shows of a run.
package struct ConsoleOptions: Equatable, Sendable {
  /// Which cases get a line.
  package var show: Show
  /// Whether numbers come with their bit patterns.
  package var showsBits: Bool
  /// How many elements out of tolerance are listed for each tensor, beside the worst.
  package var maxMismatches: Int

  /// Which cases can get a line.
  package enum Show: String, CaseIterable, Sendable {
    /// The first passing cases, the first failure of each cause, and the reasons of what is not judged.
    case brief
    /// What is not as expected, and the reasons of what is not judged.
    case failures
    /// Each case.
    case all
    /// The summary only.
    case none
  }

  /// Creates options.
  package init(show: Show = .brief, showsBits: Bool = false, maxMismatches: Int = 0) {
    self.show = show
    self.showsBits = showsBits
    self.maxMismatches = maxMismatches
  }
}
