// SPDX-License-Identifier: MIT

internal import BNDiagnosis
internal import BNRunFile
internal import BNVerdicts
internal import BNGoldenCases

/// The verdicts of the runs, to be seen at once.
struct VerdictSection {
  let runs: [RunFile]

  var markup: Markup {
    """
    <section id="verdict" aria-label="Verdict"><div class="strip">
    \(Markup(runs.map(card), separator: "\n"))
    </div></section>
    """
  }

  private func card(_ run: RunFile) -> Markup {
    let outcomes = run.outcomes.map(\.outcome)
    let counts = OutcomeCounts(outcomes)
    let (word, kind) = verdict(run)
    let shown = OutcomeStatus.allCases.filter { counts[$0] > 0 }
    let strict = run.header.settings.strict
    let bar = Markup(
      shown.flatMap { status in
        let own = outcomes.filter { $0.status == status }
        let decisive = own.count { $0.isCounted(strict: strict) || $0.isAsExpected }
        return [(decisive, true), (own.count - decisive, false)].filter { $0.0 > 0 }.map {
          part($0, status, decides: $1, of: counts.total)
        }
      }
    )
    let list = Markup(
      shown.map { status in
        let note = note(status, outcomes, strict: strict)
        return "<li><b>\(counts[status])</b> \(status.glyph) \(status.word)\(note)</li>"
      }
    )
    return """
      <article class="card \(kind)"><h2>\(run.implementationText.cut(to: 80))</h2>
      <p class="word">\(word)</p>\(claims(run))\(causes(outcomes, strict: strict))<div class="bar" aria-hidden="true">\(bar)</div>
      <ul class="counts">\(list)</ul></article>
      """
  }

  /// What may be said of the run, and what it could not show.
  private func claims(_ run: RunFile) -> Markup {
    Markup(
      ClaimText.lines(run).map { line in
        "<p class=\"claim\"><b>\(line.word)</b> \(line.text.cut(to: 600))</p>"
      }
    )
  }

  /// A part of the bar that shows how the cases came out.
  private func part(
    _ count: Int,
    _ status: OutcomeStatus,
    decides: Bool,
    of total: Int
  ) -> Markup {
    let note = decides ? "" : ", not required"
    return """
      <span class="s-\(status.cssName(decides: decides)) \(Anchor.width(count, of: total))" \
      title="\(count) \(status.word)\(note)"></span>
      """
  }

  /// The verdict in words, and the class of its card.
  private func verdict(_ run: RunFile) -> (Markup, Markup) {
    let outcomes = run.outcomes.map(\.outcome)
    let strict = run.header.settings.strict
    let wrong = outcomes.filter { $0.isCounted(strict: strict) }
    let isJudged = outcomes.contains { $0.status != .notRun && $0.status != .unsupported }
    if run.footer == nil { return ("· not complete", "open") }
    if !run.problems.isEmpty { return ("! some cases could not be judged", "bad") }
    if !wrong.isEmpty {
      let word: Markup = wrong.count == 1 ? "case" : "cases"
      let whose: Markup = wrong.allSatisfy { $0.level == .required } ? "required " : ""
      return ("✘ \(wrong.count) \(whose)\(word) failed", "bad")
    }
    if !isJudged { return ("· nothing judged", "open") }
    let isWhole = outcomes.allSatisfy { $0.isAsExpected && $0.status != .untrusted }
    return (isWhole ? "✔ all cases as expected" : "✔ all required cases as expected", "good")
  }

  /// What else is to be said of the cases of a status.
  private func note(_ status: OutcomeStatus, _ outcomes: [CaseOutcome], strict: Bool) -> Markup {
    let own = outcomes.filter { $0.status == status }
    if status == .passed, own.contains(where: { !$0.items.isEmpty }) {
      return " <small>(\(own.count { CaseFigures($0).isExact }) exact)</small>"
    }
    guard own.contains(where: { !$0.isAsExpected }) else { return "" }
    let free = own.count { !$0.isCounted(strict: strict) }
    return free > 0 ? " <small>(\(free) not required)</small>" : ""
  }

  /// The likely causes, the best first, and what else is known of the failures.
  private func causes(_ outcomes: [CaseOutcome], strict: Bool) -> Markup {
    let said = RunCauses(outcomes, strict: strict)
    let causes = Markup(
      said.headlines.map { headline in
        let evidence: Markup = headline.evidence.map { " <small>\($0)</small>" } ?? ""
        let word: Markup = headline.word == "unknown" ? "" : "\(headline.word) "
        return """
          <p class="likely">\(word)<a href="#causes">\(headline.text.cut(to: 600))</a>\(evidence)</p>
          """
      }
    )
    let symptoms = said.symptoms.map { $0.cut(to: 400) }
    let list: Markup =
      symptoms.isEmpty ? "" : "<ul>\(Markup(symptoms.map { "<li>\($0)</li>" }))</ul>"
    return causes + list
  }
}

extension OutcomeStatus {
  /// The name of its class in the style sheet; failures that do not decide the exit code have their own.
  func cssName(decides: Bool) -> String {
    switch self {
    case .failed where !decides, .wrongStructure where !decides, .errored where !decides: "opt"
    case .passed: "pass"
    case .failed, .wrongStructure: "fail"
    case .errored: "err"
    case .unsupported: "uns"
    case .expectedFailure: "exp"
    case .unexpectedPass: "unx"
    case .untrusted: "unt"
    case .notRun: "not"
    }
  }
}
