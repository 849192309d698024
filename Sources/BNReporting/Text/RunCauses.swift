// SPDX-License-Identifier: MIT

internal import BNDiagnosis
internal import BNVerdicts
internal import BNGoldenCases

/// Why a run failed, as every report says it: some headlines, the best first, and what else is known.
struct RunCauses {
  /// A cause, a description of what has none, or how much is allowed to fail.
  struct Headline {
    /// The word before it: likely, perhaps, looks, unknown or allowed.
    let word: String
    /// The faults that it names; none where it is a text.
    var faults: [String] = []
    /// What these do, or what else is said.
    let text: String
    /// What speaks for it and against it.
    var evidence: String?
  }

  let headlines: [Headline]
  /// What the failures without a cause have in common.
  let symptoms: [String]

  /// Looks for them in the outcomes of a run; in a strict one recommended cases are required, too.
  init(_ outcomes: some Sequence<CaseOutcome>, strict: Bool = false) {
    let outcomes = Array(outcomes)
    let summary = CauseSummary(outcomes, strict: strict)
    let rest = summary.failing - summary.explained
    if summary.isAllowed {
      headlines = summary.causes.map(Self.allowed) + Self.allowed(rest, of: summary.failing)
      symptoms = []
      return
    }
    let causes = summary.causes.map { cause in
      Headline(
        word: cause.isSure ? "likely" : "perhaps",
        faults: cause.faults,
        text: Self.text(cause),
        evidence: CauseText.evidence(cause)
      )
    }
    guard rest > 0 else {
      (headlines, symptoms) = (causes, [])
      return
    }
    let found = SymptomSummary(outcomes)
    symptoms = found.lines
    guard let looks = found.headline else {
      let unknown = "no known fault explains \(rest) of \(summary.failing) failing cases"
      headlines = causes + [Headline(word: "unknown", text: unknown)]
      return
    }
    let line = Headline(word: "looks", text: looks.text)
    // What nearly as much does not fit is worth less than what fits more.
    let isFirst = summary.causes.first.map { cause in
      !cause.isSure && 2 * cause.unexplained > cause.explained && looks.count > cause.explained
    }
    headlines = isFirst == true ? [line] + causes : causes + [line]
  }

  private static let nameLimit = 3

  private static func text(_ cause: CauseSummary.Cause) -> String {
    let names = cause.summaries.prefix(nameLimit).joined(separator: ", or ")
    let rest = cause.summaries.count - nameLimit
    return names + (rest > 0 ? ", or \(rest) more" : "")
  }

  /// A way to compute that the specification leaves open.
  private static func allowed(_ cause: CauseSummary.Cause) -> Headline {
    Headline(
      word: "allowed",
      faults: cause.faults,
      text: text(cause),
      evidence: CauseText.evidence(cause) + "; none of them is required"
    )
  }

  /// Failures of recommended cases without a cause.
  private static func allowed(_ rest: Int, of failing: Int) -> [Headline] {
    guard rest > 0 else { return [] }
    let number = rest == failing ? "\(rest)" : "\(rest) more"
    let text =
      rest == 1
      ? "recommended case failed; it is not required"
      : "recommended cases failed; none of them is required"
    return [Headline(word: "allowed", text: "\(number) \(text)")]
  }
}
