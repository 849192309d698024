// SPDX-License-Identifier: MIT

package import BNGoldenCases
package import BNImplementations
package import BNRunFile

/// What an exploration draws, and when it stops.
package struct ExplorationPlan: Sendable {
  /// Who answers, as the command line names it.
  package let implementation: String
  /// How cases are put to it.
  package var run: RunPlan
  /// The seed; nil draws one from the system once the implementation has started.
  package var seed: UInt64?
  /// The number of the first case.
  package var first: UInt64 = 0
  /// How many cases are drawn at most.
  package var cases: Int?
  /// How many seconds cases are drawn; nil is the usual time, less if nothing new fails.
  package var seconds: Double?
  /// Which part of the specification the cases belong to.
  package var profile = CaseProfile.ofOthers
  /// What is to be drawn of what the implementation takes.
  package var scope = ImplementationDescription(name: "", version: "", language: "")
  /// How many cases are judged at a time.
  package var jobs = 1
  /// Whether cases come in a random order, and some of them again.
  package var isSealed = false
  /// The command that draws one case again, with {id} for its name; nil means ours.
  package var again: String?
  /// How many failures are boiled down.
  package var examples = 3

  /// How long cases are drawn unless somebody says how many, or how long.
  package static let usualSeconds = 10.0

  /// Plans the usual exploration of an implementation.
  package init(implementation: String) {
    self.implementation = implementation
    run = RunPlan(files: [], respondent: .implementation(implementation))
    run.asksCaller = implementation.hasPrefix(CallerImplementation.prefix)
  }
}
