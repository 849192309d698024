// SPDX-License-Identifier: MIT

internal import BNVerdicts

/// What became of a case, as one sentence: the likely cause, which says most, before what was found.
enum OutcomeSentence {
  /// The sentence; what was found is the outcome's reason unless it is given.
  static func text(_ outcome: CaseOutcome, finding: String? = nil) -> String {
    let finding = finding ?? outcome.reason ?? outcome.status.word
    return outcome.causes.map { "likely \(CauseText.sentence($0)): \(finding)" } ?? finding
  }
}
