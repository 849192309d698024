// SPDX-License-Identifier: MIT

package import BNDiagnosis
internal import BNFaults

/// Likely causes in words.
package enum CauseText {
  private static let nameLimit = 4

  /// The causes of one case: "stores the biased variance (fault:biased-running-var)".
  package static func sentence(_ names: [String]) -> String {
    let shown = names.prefix(nameLimit).map { name in
      "\(FaultCatalogue.named(name)?.summary ?? name) (fault:\(name))"
    }
    let rest = names.count > nameLimit ? ", or \(names.count - nameLimit) more" : ""
    return shown.joined(separator: ", or ") + rest
  }

  private static func objection(_ cause: CauseSummary.Cause) -> String {
    switch cause.contradicting {
    case _ where !cause.isContested: ""
    case 1: ", but 1 passing case contradicts it"
    default: ", but \(cause.contradicting) passing cases contradict it"
    }
  }

  /// The causes of a run, the best first.
  package static func lines(_ summary: CauseSummary) -> [String] {
    summary.causes.map { cause in
      (cause.isDoubtful(among: summary.failing) ? "perhaps " : "likely  ")
        + "\(sentence(cause.faults)): explains \(cause.explained) of \(summary.failing) "
        + "failing cases" + objection(cause)
    }
  }
}
