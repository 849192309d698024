// SPDX-License-Identifier: MIT

internal import Comparison
internal import Conformance
internal import GoldenCases

/// Every case, with the figures of every run; what failed can be unfolded.
struct CaseSection {
  private let runs: [RunFile]
  private let outcomes: [[String: RecordedOutcome]]
  private let ids: [String]
  /// Beyond so many, failures are told in one line: the page must stay readable.
  private static let detailLimit = 1500
  /// So many of them get pictures of their errors.
  private static let mapLimit = 120

  init(_ runs: [RunFile]) {
    self.runs = runs
    outcomes = runs.map { run in
      Dictionary(run.outcomes.map { ($0.outcome.id, $0) }) { first, _ in first }
    }
    var seen: Set<String> = []
    ids = runs.flatMap { $0.outcomes.map(\.outcome.id) }.filter { seen.insert($0).inserted }
  }

  var markup: Markup {
    let head = Markup(
      runs.map { "<th scope=\"col\">\($0.implementationName.cut(to: 30))</th>" }
    )
    var remaining = Self.detailLimit
    var features: [(name: String, rows: [Markup], wrong: Int)] = []
    var places: [String: Int] = [:]
    for id in ids {
      let feature = String(id.prefix { $0 != "/" })
      let place = places[feature] ?? features.count
      if place == features.count {
        places[feature] = place
        features.append((feature, [], 0))
      }
      let recorded = outcomes.map { $0[id] }
      if recorded.contains(where: { $0.map { !$0.outcome.isAsExpected } ?? false }) {
        features[place].wrong += 1
      }
      features[place].rows.append(row(id, recorded, &remaining))
    }
    let tables = features.map { feature -> Markup in
      let note: Markup = feature.wrong > 0 ? ", <b>\(feature.wrong) not as expected</b>" : ""
      let open: Markup = feature.wrong > 0 ? " open" : ""
      return """
        <details class="feature" id="f\(Anchor.name(feature.name))"\(open)><summary>\(feature.name) \
        <small>\(feature.rows.count) cases\(note)</small></summary>
        <div class="scroll"><table class="cases"><thead><tr><th scope="col">case</th>\(head)</tr></thead>
        <tbody>\(Markup(feature.rows, separator: "\n"))</tbody></table></div></details>
        """
    }
    return """
      <section id="cases"><h2>All cases</h2>
      <p class="filter" hidden><label>Find <input type="search" id="find" placeholder="part of a name"></label> \
      <label><input type="checkbox" id="only"> only what is not as expected</label> <span id="found" role="status"></span></p>
      \(Markup(tables, separator: "\n"))</section>
      """
  }

  private func row(
    _ id: String,
    _ recorded: [RecordedOutcome?],
    _ remaining: inout Int
  ) -> Markup {
    let first = recorded.lazy.compactMap(\.self).first?.outcome
    let wrong = recorded.contains { $0.map { !$0.outcome.isAsExpected } ?? false }
    let level: Markup =
      first.map { $0.level == .required ? "" : " <small>\($0.level.rawValue)</small>" } ?? ""
    let cells = Markup(recorded.map(cell))
    var details: [Markup] = []
    for (index, found) in recorded.enumerated() {
      guard let found, !found.outcome.isAsExpected || found.outcome.status == .expectedFailure,
        found.outcome.status != .notRun, remaining > 0
      else { continue }
      remaining -= 1
      details.append(
        CaseDetail(
          found,
          run: runs[index],
          showsName: runs.count > 1,
          showsMap: Self.detailLimit - remaining <= Self.mapLimit
        ).markup
      )
    }
    let title: Markup = "<small>\((first?.title ?? "").cut(to: 160))</small>"
    let unfolded: Markup =
      details.isEmpty ? "" : "<details><summary>details</summary>\(Markup(details))</details>"
    let mark: Markup = wrong ? " class=\"wrong\"" : ""
    return
      "<tr id=\"\(Anchor.name(id))\"\(mark)><th scope=\"row\"><code>\(id.cut(to: 130))</code>\(level)<br>\(title)\(unfolded)</th>\(cells)</tr>"
  }

  private func cell(_ recorded: RecordedOutcome?) -> Markup {
    guard let outcome = recorded?.outcome else { return "<td class=\"none\">—</td>" }
    let figures = CaseFigures(outcome)
    var text: Markup = "\(outcome.status.glyph) \(outcome.status.word)"
    if outcome.status == .passed { text = figures.isExact ? "✔ exact" : "✔" }
    if let share = figures.share, share > 0 {
      text += " <small>share \(NumberText.figure(share))</small>"
    }
    return "<td class=\"s-\(outcome.status.cssName)\">\(text)</td>"
  }
}
