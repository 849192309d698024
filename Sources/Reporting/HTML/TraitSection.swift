// SPDX-License-Identifier: MIT

internal import Conformance

/// How the implementations were seen to do things, right or wrong.
struct TraitSection {
  private let runs: [RunFile]

  init(_ runs: [RunFile]) { self.runs = runs }

  var markup: Markup {
    let summaries = runs.map { TraitSummary($0.outcomes.map(\.outcome)) }
    let head = Markup(
      runs.map { "<th scope=\"col\">\($0.implementationName.cut(to: 40))</th>" }
    )
    let rows = BatchNormTrait.allCases.compactMap { trait -> Markup? in
      let values = summaries.map { summary in summary.rows.first { $0.trait == trait } }
      guard values.contains(where: { $0 != nil }) else { return nil }
      let cells = Markup(values.map { "<td>\($0.map(text) ?? "—")</td>" })
      return "<tr><th scope=\"row\">\(TraitText.label(trait))</th>\(cells)</tr>"
    }
    guard !rows.isEmpty else { return "<section id=\"traits\"></section>" }
    let depths = Markup(
      summaries.map { "<td>\($0.neededDepth.map(NumberText.figure) ?? "—")</td>" }
    )
    return """
      <section id="traits"><h2>Traits</h2>
      <p class="note">Read from the answers, whether they passed or not.</p>
      <div class="scroll"><table><thead><tr><th scope="col">trait</th>\(head)</tr></thead>
      <tbody>\(Markup(rows, separator: "\n"))
      <tr><th scope="row">needed depth h</th>\(depths)</tr></tbody></table></div></section>
      """
  }

  private func text(_ row: TraitSummary.Row) -> String {
    row.values.prefix(4).map { value, cases in
      row.values.count == 1 ? value : "\(value) (\(cases))"
    }.joined(separator: " / ")
  }
}
