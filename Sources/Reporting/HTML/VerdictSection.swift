// SPDX-License-Identifier: MIT

internal import Conformance

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
    let wrong = outcomes.count { $0.isCounted(strict: run.header.settings.strict) }
    let exact = outcomes.count { $0.status == .passed && CaseFigures($0).isExact }
    let judged = counts.total - counts[.notRun] - counts[.unsupported]
    let word: Markup
    let kind: Markup
    if run.footer == nil {
      (word, kind) = ("· not complete", "open")
    } else if !run.problems.isEmpty {
      (word, kind) = ("! could not judge everything", "bad")
    } else if wrong > 0 {
      (word, kind) = ("✘ \(wrong) not as expected", "bad")
    } else if judged == 0 {
      (word, kind) = ("· nothing judged", "open")
    } else {
      (word, kind) = ("✔ as expected", "good")
    }
    let bar = Markup(
      OutcomeStatus.allCases.filter { counts[$0] > 0 }.map { status in
        "<span class=\"s-\(status.cssName) \(Anchor.width(counts[status], of: counts.total))\" title=\"\(counts[status]) \(status.word)\"></span>"
      }
    )
    let list = Markup(
      OutcomeStatus.allCases.filter { counts[$0] > 0 }.map { status in
        let isKnown = outcomes.contains { $0.status == .passed && !$0.items.isEmpty }
        let note: Markup =
          status == .passed && isKnown ? " <small>(\(exact) exact)</small>" : ""
        return "<li><b>\(counts[status])</b> \(status.glyph) \(status.word)\(note)</li>"
      }
    )
    return """
      <article class="card \(kind)"><h2>\(run.implementationText.cut(to: 80))</h2>
      <p class="word">\(word)</p><div class="bar" aria-hidden="true">\(bar)</div>
      <ul class="counts">\(list)</ul></article>
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
