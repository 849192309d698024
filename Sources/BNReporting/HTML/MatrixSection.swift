// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNVerdicts

/// Implementations against features: how many cases of each came out well, and how closely.
struct MatrixSection {
  let runs: [RunFile]

  var markup: Markup {
    let counts = runs.map { run in
      Dictionary(grouping: run.outcomes.map(\.outcome)) { String($0.id.prefix { $0 != "/" }) }
    }
    let features = Set(counts.flatMap(\.keys)).sorted()
    let cells = features.map { feature in
      zip(counts, runs).map {
        FeatureCell($0[feature] ?? [], strict: $1.header.settings.strict)
      }
    }
    let body = runs.count == 1 ? tiles(features, cells) : table(features, cells)
    return """
      <section id="features"><h2>Features</h2>
      <p class="note">\(legend(cells.joined()))</p>
      \(body)</section>
      """
  }

  /// What the marks mean, of those that occur.
  private func legend(_ cells: some Sequence<FeatureCell>) -> Markup {
    var parts: [Markup] = ["Cases as expected / cases answered"]
    if cells.contains(where: { $0.kind == .soft }) {
      parts.append("<span class=\"soft\">yellow</span>: only non-required cases failed")
    }
    if cells.contains(where: { $0.unsupported > 0 }) { parts.append("➜ unsupported cases") }
    if cells.contains(where: { $0.closest ?? 0 > 0 }) {
      parts.append("≤ largest share of the allowed error among passing cases")
    }
    return Markup(parts, separator: " · ") + "."
  }

  /// One run is no table: its features side by side take less of the page.
  private func tiles(_ features: [String], _ cells: [[FeatureCell]]) -> Markup {
    let items = zip(features, cells).map { feature, cells -> Markup in
      let cell = cells.first ?? FeatureCell([], strict: false)
      return "<li class=\"\(cell.kind.rawValue)\">\(link(feature)) <span>\(cell.text)</span></li>"
    }
    return "<ul class=\"tiles\">\(Markup(items, separator: "\n"))</ul>"
  }

  private func table(_ features: [String], _ cells: [[FeatureCell]]) -> Markup {
    let head = Markup(
      runs.map { "<th scope=\"col\">\($0.implementationName.cut(to: 40))</th>" }
    )
    let rows = zip(features, cells).map { feature, cells -> Markup in
      let row = Markup(cells.map { "<td class=\"\($0.kind.rawValue)\">\($0.text)</td>" })
      return "<tr><th scope=\"row\">\(link(feature))</th>\(row)</tr>"
    }
    return """
      <div class="scroll"><table class="matrix"><thead><tr><th scope="col">feature</th>\(head)</tr></thead>
      <tbody>\(Markup(rows, separator: "\n"))</tbody></table></div>
      """
  }

  private func link(_ feature: String) -> Markup {
    "<a href=\"#f\(Anchor.name(feature))\">\(feature.cut(to: 60))</a>"
  }
}

/// How the cases of one feature came out.
struct FeatureCell {
  /// The classes of the style sheet.
  enum Kind: String { case good, bad, soft, none }

  /// How many cases the implementation does not express, or that were not run.
  let unsupported: Int
  /// The largest share of its allowance that a passing case used; nil where none was compared.
  let closest: Double?
  let kind: Kind
  let text: Markup

  init(_ outcomes: [CaseOutcome], strict: Bool) {
    unsupported = outcomes.count { $0.status == .unsupported || $0.status == .notRun }
    closest = outcomes.filter { $0.status == .passed }.compactMap { CaseFigures($0).share }.max()
    let answered = outcomes.count - unsupported
    let rest: Markup = unsupported > 0 ? "➜ \(unsupported)" : ""
    guard answered > 0 else {
      (kind, text) = (.none, outcomes.isEmpty ? "—" : rest)
      return
    }
    let wrong = outcomes.count {
      $0.status != .unsupported && $0.status != .notRun && !$0.isAsExpected
    }
    let decides = outcomes.contains { $0.isCounted(strict: strict) }
    kind = wrong == 0 ? .good : decides ? .bad : .soft
    let glyph: Markup = wrong == 0 ? "✔" : "✘"
    let margin: Markup =
      closest.map {
        $0 == 0 ? " <small>exact</small>" : " <small>≤ \(NumberText.figure($0))</small>"
      }
      ?? ""
    let more: Markup = unsupported > 0 ? " <small>\(rest)</small>" : ""
    text = "\(glyph) \(answered - wrong)/\(answered)\(margin)\(more)"
  }
}
