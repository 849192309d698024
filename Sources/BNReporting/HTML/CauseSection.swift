// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNVerdicts
internal import BNGoldenCases

/// What failed, grouped by its likely cause.
struct CauseSection {
  let runs: [RunFile]
  private static let linkLimit = 60
  /// Groups of a known cause with so few cases are open.
  private static let openLimit = 12

  var markup: Markup {
    let parts = Markup(runs.map(part), separator: "\n")
    return "<section id=\"causes\"><h2>Failures by cause</h2>\n\(parts)</section>"
  }

  private func part(_ run: RunFile) -> Markup {
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
    let groups = CauseGroup.groups(
      wrong,
      causes: \.causes,
      word: \.status.word
    )
    let strict = run.header.settings.strict
    return name + trouble + Markup(groups.map { group($0, strict: strict) }, separator: "\n")
  }

  private func group(_ group: CauseGroup<CaseOutcome>, strict: Bool) -> Markup {
    let outcomes = group.members
    let links = Markup(
      outcomes.prefix(Self.linkLimit).map { outcome in
        "<li><a href=\"#\(Anchor.name(outcome.id))\">\(outcome.id.cut(to: 120))</a></li>"
      }
    )
    let more: Markup =
      outcomes.count > Self.linkLimit ? "<li>and \(outcomes.count - Self.linkLimit) more</li>" : ""
    let open: Markup = group.isKnown && outcomes.count <= Self.openLimit ? " open" : ""
    let word = outcomes.count == 1 ? "case" : "cases"
    let required = outcomes.count { $0.level == .required }
    let kind: Markup = outcomes.contains { $0.isCounted(strict: strict) } ? "bad" : "soft"
    let level: Markup =
      " <small class=\"\(kind)\">\(required == 0 ? "none" : "\(required)") required</small>"
    return """
      <details class="cause"\(open)><summary><b>\(outcomes.count)</b> \(word): \(group.title.cut(to: 400))\(level)\
      \(example(outcomes))</summary>
      <ul class="links">\(links)\(more)</ul></details>
      """
  }

  /// What the first of the cases says, where it says more than its cause.
  private func example(_ outcomes: [CaseOutcome]) -> Markup {
    let spoken = outcomes.first { $0.level == .required && $0.reason != nil }
    guard let outcome = spoken ?? outcomes.first(where: { $0.reason != nil }),
      let reason = outcome.reason
    else { return "" }
    return "<br><small>for example \(outcome.id.cut(to: 100)): \(reason.cut(to: 200))</small>"
  }
}
