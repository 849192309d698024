// SPDX-License-Identifier: MIT

internal import BNDiagnosis
internal import BNFaults
package import BNVerdicts

/// Likely causes in words.
package enum CauseText {
  private static let nameLimit = 4

  /// The causes of one case: "stores the biased variance (fault:biased-running-var)".
  package static func sentence(_ names: [String]) -> String {
    let shown = names.prefix(nameLimit).map { name in
      name == RunDiagnosis.wrongExpectation
        ? "the reference gives this answer: the expected value is wrong"
        : "\(FaultCatalogue.named(name)?.summary ?? name) (fault:\(name))"
    }
    let rest = names.count > nameLimit ? ", or \(names.count - nameLimit) more" : ""
    return shown.joined(separator: ", or ") + rest
  }

  /// What a cause explains, and what speaks against it: "explains 560 of 573 failing cases".
  static func evidence(_ cause: CauseSummary.Cause) -> String {
    let place = cause.scope.map { " \($0)" } ?? ""
    var parts = ["explains \(cause.explained) of \(cause.failingInScope) failing cases\(place)"]
    let shared = cause.explained - cause.alone
    if shared > 0 {
      let which = shared == cause.explained ? "always" : "\(shared) of them"
      parts.append("\(which) together with another cause")
    }
    if cause.unexplained > 0 {
      let cases =
        cause.unexplained == 1 ? "1 failing case does" : "\(cause.unexplained) failing cases do"
      parts.append("\(cases) not fit it")
    }
    switch cause.contradicting {
    case 0: break
    case 1: parts.append("would also change 1 that passes")
    default: parts.append("would also change \(cause.contradicting) that pass")
    }
    return parts.joined(separator: ", ")
  }

  /// The causes of a run, the best first; then how much has none, and what that has in common.
  package static func lines(
    _ outcomes: some Sequence<CaseOutcome>,
    strict: Bool = false
  ) -> [String] {
    let said = RunCauses(outcomes, strict: strict)
    return said.headlines.map { headline in
      let names = headline.faults.isEmpty ? headline.text : sentence(headline.faults)
      return headline.word.left(8) + names
        + (headline.evidence.map { ": \($0)" } ?? "")
    } + said.symptoms.map { "        " + $0 }
  }
}
