// SPDX-License-Identifier: MIT

internal import Conformance

/// What failed, grouped by its likely cause.
struct CauseSection {
  private let runs: [RunFile]
  private static let linkLimit = 60

  init(_ runs: [RunFile]) { self.runs = runs }

  var markup: Markup {
    let parts = Markup(runs.enumerated().map { part($1, $0) }, separator: "\n")
    return "<section id=\"causes\"><h2>Failures by cause</h2>\n\(parts)</section>"
  }

  private func part(_ run: RunFile, _ index: Int) -> Markup {
    let name: Markup =
      runs.count > 1 ? "<h3>\(run.implementationName.cut(to: 80))</h3>" : ""
    let problems = Markup(
      run.problems.prefix(50).map { problem in
        let hint: Markup = problem.hint.map { "<br><small>\($0.cut(to: 400))</small>" } ?? ""
        return "<li>\("\(problem)".cut(to: 600))\(hint)</li>"
      }
    )
    let trouble: Markup =
      run.problems.isEmpty ? "" : "<ul class=\"problems\">\(problems)</ul>"
    let wrong = run.outcomes.map(\.outcome).filter { !$0.isAsExpected && $0.status != .notRun }
    guard !wrong.isEmpty else {
      return name + trouble + "<p class=\"note\">Nothing failed.</p>"
    }
    let summary = CauseSummary(run.outcomes.map(\.outcome))
    var open = wrong
    var groups: [Markup] = []
    for cause in summary.causes {
      let explained = open.filter { $0.causes?.contains(where: cause.faults.contains) ?? false }
      open.removeAll { $0.causes?.contains(where: cause.faults.contains) ?? false }
      groups.append(group(CauseText.sentence(cause.faults), explained, index, isOpen: true))
    }
    let rest = Dictionary(grouping: open) { outcome in
      outcome.causes.map(CauseText.sentence) ?? "\(outcome.status.word), of no known cause"
    }
    for (title, outcomes) in rest.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    ) { groups.append(group(title, outcomes, index, isOpen: false)) }
    return name + trouble + Markup(groups, separator: "\n")
  }

  private func group(
    _ title: String,
    _ outcomes: [CaseOutcome],
    _ run: Int,
    isOpen: Bool
  ) -> Markup {
    let links = Markup(
      outcomes.prefix(Self.linkLimit).map { outcome in
        "<li><a href=\"#\(Anchor.name(outcome.id))\">\(outcome.id.cut(to: 120))</a></li>"
      }
    )
    let more: Markup =
      outcomes.count > Self.linkLimit ? "<li>and \(outcomes.count - Self.linkLimit) more</li>" : ""
    let open: Markup = isOpen && outcomes.count <= 12 ? " open" : ""
    let word = outcomes.count == 1 ? "case" : "cases"
    return """
      <details class="cause"\(open)><summary><b>\(outcomes.count)</b> \(word): \(title.cut(to: 400))</summary>
      <ul class="links">\(links)\(more)</ul></details>
      """
  }
}
