// SPDX-License-Identifier: MIT

internal import Conformance
internal import GoldenCases

/// The verdicts of the runs, to be seen at once.
struct VerdictSection {
  private let runs: [RunFile]

  init(_ runs: [RunFile]) { self.runs = runs }

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
    let bar = Markup(
      shown.map { status in
        "<span class=\"s-\(status.cssName) \(Anchor.width(counts[status], of: counts.total))\" title=\"\(counts[status]) \(status.word)\"></span>"
      }
    )
    let list = Markup(
      shown.map { status in
        let note = note(status, outcomes, strict: run.header.settings.strict)
        return "<li><b>\(counts[status])</b> \(status.glyph) \(status.word)\(note)</li>"
      }
    )
    return """
      <article class="card \(kind)"><h2>\(run.implementationText.cut(to: 80))</h2>
      <p class="word">\(word)</p>\(cause(outcomes))<div class="bar" aria-hidden="true">\(bar)</div>
      <ul class="counts">\(list)</ul></article>
      """
  }

  /// The verdict in words, and the class of its card.
  private func verdict(_ run: RunFile) -> (Markup, Markup) {
    let outcomes = run.outcomes.map(\.outcome)
    let strict = run.header.settings.strict
    let wrong = outcomes.filter { $0.isCounted(strict: strict) }
    let isJudged = outcomes.contains { $0.status != .notRun && $0.status != .unsupported }
    if run.footer == nil { return ("· not complete", "open") }
    if !run.problems.isEmpty { return ("! could not judge everything", "bad") }
    if !wrong.isEmpty {
      let word: Markup = wrong.count == 1 ? "case" : "cases"
      let whose: Markup = wrong.allSatisfy { $0.level == .required } ? "required " : ""
      return ("✘ \(wrong.count) \(whose)\(word) wrong", "bad")
    }
    if !isJudged { return ("· nothing judged", "open") }
    let isWhole = outcomes.allSatisfy { $0.isAsExpected && $0.status != .untrusted }
    return (isWhole ? "✔ everything as expected" : "✔ nothing required is wrong", "good")
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

  /// The cause that explains most of what failed.
  private func cause(_ outcomes: [CaseOutcome]) -> Markup {
    let summary = CauseSummary(outcomes)
    guard let first = summary.causes.first, let fault = first.summaries.first ?? first.faults.first
    else { return "" }
    return """
      <p class="likely">likely <a href="#causes">\(fault.cut(to: 200))</a> \
      <small>explains \(first.explained) of \(summary.failing) failures</small></p>
      """
  }
}

extension OutcomeStatus {
  /// The name of its class in the style sheet.
  var cssName: String {
    switch self {
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
