// SPDX-License-Identifier: MIT

internal import BNDiagnosis
internal import BNRunFile
internal import BNVerdicts

/// The conventions seen in the answers of the implementations, correct or not.
struct TraitSection {
  let runs: [RunFile]

  var markup: Markup {
    let summaries = runs.map { TraitSummary($0.outcomes.map(\.outcome)) }
    var rows = BatchNormTrait.allCases.compactMap { trait -> (name: String, values: [String?])? in
      let values = summaries.map { summary in summary.rows.first { $0.trait == trait } }
      guard values.contains(where: { $0 != nil }) else { return nil }
      return (TraitText.label(trait), values.map { $0.map(text) })
    }
    guard !rows.isEmpty else { return "<section id=\"traits\"></section>" }
    rows.append(("needed depth h", summaries.map { $0.neededDepth.map(NumberText.depth) }))
    return """
      <section id="traits"><h2>Traits</h2>
      <p class="note">Conventions seen in the answers, correct or not. Depth h: the summation depth that the bound must grant for the answers to pass.</p>
      \(runs.count == 1 ? list(rows) : table(rows))</section>
      """
  }

  private func list(_ rows: [(name: String, values: [String?])]) -> Markup {
    let items = rows.map { row -> Markup in
      "<li>\(row.name) <b>\((row.values.first ?? nil) ?? "—")</b></li>"
    }
    return "<ul class=\"tiles\">\(Markup(items, separator: "\n"))</ul>"
  }

  private func table(_ rows: [(name: String, values: [String?])]) -> Markup {
    let head = Markup(
      runs.map { "<th scope=\"col\">\($0.implementationName.cut(to: 40))</th>" }
    )
    let body = rows.map { row -> Markup in
      let cells = Markup(row.values.map { "<td>\($0 ?? "—")</td>" })
      return "<tr><th scope=\"row\">\(row.name)</th>\(cells)</tr>"
    }
    return """
      <div class="scroll"><table class="traits"><thead><tr><th scope="col">trait</th>\(head)</tr></thead>
      <tbody>\(Markup(body, separator: "\n"))</tbody></table></div>
      """
  }

  private func text(_ row: TraitSummary.Row) -> String {
    row.values.prefix(4).map { value, cases in
      row.values.count == 1 ? value : "\(value) (\(cases))"
    }.joined(separator: " / ")
  }
}
