// SPDX-License-Identifier: MIT

internal import BNDiagnosis
internal import BNBounds
internal import BNRunFile
internal import BNVerdicts
internal import BNTensors

/// What is to be said of one case that is not as expected.
struct CaseDetail {
  private let recorded: RecordedOutcome
  private let run: RunFile
  private let showsName: Bool
  /// Whether there is room for pictures.
  private let showsMap: Bool
  private static let itemLimit = 6

  init(_ recorded: RecordedOutcome, run: RunFile, showsName: Bool, showsMap: Bool) {
    self.recorded = recorded
    self.run = run
    self.showsName = showsName
    self.showsMap = showsMap
  }

  var markup: Markup {
    let outcome = recorded.outcome
    let name: Markup = showsName ? "<h4>\(run.implementationName.cut(to: 80))</h4>" : ""
    var rows: [Markup] = []
    let failures = outcome.items.filter { $0.verdict != .passed && $0.consequenceOf == nil }
    for item in failures.prefix(Self.itemLimit) {
      let title = "step \(item.step) \(item.name)" + (item.shape.map { " \($0)" } ?? "")
      rows.append(
        term(title, "\(ItemSentence.text(item).cut(to: 600))\(place(item))\(share(item))")
      )
    }
    if failures.count > Self.itemLimit {
      rows.append(term("and", "\(failures.count - Self.itemLimit) more tensors"))
    }
    if failures.isEmpty, let reason = outcome.reason {
      rows.append(term("reason", "\(reason.cut(to: 1200))"))
    }
    if let causes = outcome.causes {
      rows.append(term("likely", "\(CauseText.sentence(causes).cut(to: 600))"))
    }
    if let expectation = outcome.expectation { rows.append(term("listed", "\(expectation)")) }
    let again = ReproducerLine(run.header).command(for: recorded)
    rows.append(term("again", "<code class=\"command\">\(again.cut(to: 600))</code>"))
    return "\(name)<dl class=\"detail\">\(Markup(rows))</dl>"
  }

  /// What is wrong with a case in one line.
  static func gist(_ outcome: CaseOutcome) -> String {
    outcome.reason ?? outcome.causes.map(CauseText.sentence) ?? outcome.status.word
  }

  /// Why a case exists, whoever fails it.
  static func background(_ outcome: CaseOutcome) -> Markup {
    var rows: [Markup] = []
    if let rationale = outcome.rationale { rows.append(term("why", "\(rationale.cut(to: 600))")) }
    if !outcome.rules.isEmpty {
      let texts = RuleText.texts(outcome).map { text -> Markup in "\(text.cut(to: 160))" }
      rows.append(term("rules", Markup(texts, separator: "<br>")))
    }
    return rows.isEmpty ? "" : "<dl class=\"detail\">\(Markup(rows))</dl>"
  }

  private func term(_ name: String, _ text: Markup) -> Markup { Self.term(name, text) }

  private static func term(_ name: String, _ text: Markup) -> Markup {
    "<dt>\(name)</dt><dd>\(text)</dd>"
  }

  /// The share of the elements that are out of tolerance, as a bar.
  private func share(_ item: JudgedItem) -> Markup {
    guard let comparison = item.comparison, comparison.count > 0 else { return "" }
    let width = Anchor.width(comparison.outOfTolerance, of: comparison.count)
    let isCounted = recorded.outcome.isCounted(strict: run.header.settings.strict)
    let kind: Markup = isCounted ? "bad" : "soft"
    return """
      <span class="wrongbar \(kind)" aria-hidden="true"><span class="\(width)"></span></span>\(map(comparison))
      """
  }

  /// Where the elements out of tolerance are, if that has a simple form.
  private func place(_ item: JudgedItem) -> Markup {
    guard let pattern = item.comparison?.map?.pattern, let shape = item.shape else { return "" }
    return "; \(PatternText.text(pattern, in: shape))"
  }

  /// The errors by channel and position, where there is more than one cell to see.
  private func map(_ comparison: TensorComparison) -> Markup {
    guard showsMap, let map = comparison.map, map.rows.joined().count > 1 else { return "" }
    return FailureChart(map: map).markup
  }
}
