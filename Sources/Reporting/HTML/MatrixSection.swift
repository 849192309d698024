// SPDX-License-Identifier: MIT

internal import Conformance

/// Implementations against features: how many cases of each came out well.
struct MatrixSection {
  private let runs: [RunFile]

  init(_ runs: [RunFile]) { self.runs = runs }

  var markup: Markup {
    let counts = runs.map { run in
      Dictionary(grouping: run.outcomes.map(\.outcome)) { String($0.id.prefix { $0 != "/" }) }
    }
    let features = Set(counts.flatMap(\.keys)).sorted()
    let head = Markup(
      runs.map { "<th scope=\"col\">\($0.implementationName.cut(to: 40))</th>" }
    )
    let rows = features.map { feature -> Markup in
      let cells = Markup(
        zip(counts, runs).map { cell($0[feature] ?? [], strict: $1.header.settings.strict) }
      )
      return
        "<tr><th scope=\"row\"><a href=\"#f\(Anchor.name(feature))\">\(feature.cut(to: 60))</a></th>\(cells)</tr>"
    }
    return """
      <section id="features"><h2>Features</h2>
      <p class="note">Cases as expected of those answered; ➜ marks what is not supported.</p>
      <div class="scroll"><table class="matrix"><thead><tr><th scope="col">feature</th>\(head)</tr></thead>
      <tbody>\(Markup(rows, separator: "\n"))</tbody></table></div></section>
      """
  }

  private func cell(_ outcomes: [CaseOutcome], strict: Bool) -> Markup {
    let unsupported = outcomes.count { $0.status == .unsupported || $0.status == .notRun }
    let answered = outcomes.count - unsupported
    guard answered > 0 else {
      return outcomes.isEmpty
        ? "<td class=\"none\">—</td>" : "<td class=\"none\">➜ \(unsupported)</td>"
    }
    let wrong = outcomes.count {
      $0.status != .unsupported && $0.status != .notRun && !$0.isAsExpected
        && $0.status != .untrusted
    }
    let decides = outcomes.contains { $0.isCounted(strict: strict) }
    let kind: Markup = wrong == 0 ? "good" : decides ? "bad" : "soft"
    let glyph: Markup = wrong == 0 ? "✔" : "✘"
    let rest: Markup = unsupported > 0 ? " <small>➜ \(unsupported)</small>" : ""
    return "<td class=\"\(kind)\">\(glyph) \(answered - wrong)/\(answered)\(rest)</td>"
  }
}
