// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNRunFile
internal import BNVerdicts
internal import BNGoldenCases

/// Every case, with the figures of every run; what failed can be unfolded.
struct CaseSection {
  private let runs: [RunFile]
  private let outcomes: [[String: RecordedOutcome]]
  private let ids: [String]
  /// Beyond so many, failures are told in one line: the page must stay readable.
  private static let detailLimit = 1500
  /// So many of them get pictures of their errors.
  private static let mapLimit = 120
  /// With more cases that are not as expected, features begin folded.
  private static let openLimit = 24

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
      if Self.isWrong(recorded) { features[place].wrong += 1 }
      features[place].rows.append(row(id, recorded, &remaining))
    }
    let areOpen = features.map(\.wrong).reduce(0, +) <= Self.openLimit
    let tables = features.map { feature -> Markup in
      let note: Markup = feature.wrong > 0 ? ", <b>\(feature.wrong) not as expected</b>" : ""
      let open: Markup = feature.wrong > 0 && areOpen ? " open" : ""
      let word: Markup = feature.rows.count == 1 ? "case" : "cases"
      return """
        <details class="feature" id="f\(Anchor.name(feature.name))"\(open)><summary>\(feature.name) \
        <small>\(feature.rows.count) \(word)\(note)</small></summary>
        <div class="scroll"><table class="cases\(runs.count > 2 ? " many" : "")"><thead><tr><th scope="col">case</th>\(head)</tr></thead>
        \(Markup(feature.rows, separator: "\n"))</table></div></details>
        """
    }
    return """
      <section id="cases"><h2>All cases</h2>
      \(CaseFilter(runs: runs).markup)
      <div id="features-of-cases">
      \(Markup(tables, separator: "\n"))
      </div></section>
      """
  }

  private static func isWrong(_ recorded: [RecordedOutcome?]) -> Bool {
    recorded.contains { $0.map { !$0.outcome.isAsExpected } ?? false }
  }

  /// A case is a body of its table, so that a row across all columns can hold what is to be unfolded.
  private func row(
    _ id: String,
    _ recorded: [RecordedOutcome?],
    _ remaining: inout Int
  ) -> Markup {
    let first = recorded.lazy.compactMap(\.self).first?.outcome
    let level: Markup =
      first.map { $0.level == .required ? "" : " <small>\($0.level.rawValue)</small>" } ?? ""
    let title = first?.title ?? ""
    let below: Markup = title.isEmpty ? "" : "<br><small>\(title.cut(to: 160))</small>"
    let mark: Markup = Self.isWrong(recorded) ? " class=\"wrong\"" : ""
    let more = unfolded(recorded, &remaining)
    return """
      <tbody id="\(Anchor.name(id))"\(mark)><tr><th scope="row"><code>\(id.cut(to: 130))</code>\(level)\(below)</th>\
      \(Markup(zip(recorded, runs).map(cell)))</tr>\(more)</tbody>
      """
  }

  /// The row with what is to be said of the case beyond its figures, if there is anything.
  private func unfolded(_ recorded: [RecordedOutcome?], _ remaining: inout Int) -> Markup {
    var details: [Markup] = []
    var told: [(run: RunFile, outcome: CaseOutcome)] = []
    for (index, found) in recorded.enumerated() {
      guard let found, !found.outcome.isAsExpected || found.outcome.status == .expectedFailure,
        found.outcome.status != .notRun, found.outcome.status != .unsupported || isWordy(found),
        remaining > 0
      else { continue }
      remaining -= 1
      told.append((runs[index], found.outcome))
      details.append(
        CaseDetail(
          found,
          run: runs[index],
          showsName: runs.count > 1,
          showsMap: Self.detailLimit - remaining <= Self.mapLimit
        ).markup
      )
    }
    guard let first = told.first else { return "" }
    let gist =
      runs.count == 1
      ? CaseDetail.gist(first.outcome)
      : "details: " + told.map { $0.run.implementationName.cut(to: 30) }.joined(separator: ", ")
    let background = CaseDetail.background(first.outcome)
    return """
      <tr><td class="more" colspan="\(runs.count + 1)"><details><summary>\(gist.cut(to: 200))</summary>\
      \(Markup(details))\(background)</details></td></tr>
      """
  }

  /// Whether an implementation says why it does not support a case.
  private func isWordy(_ recorded: RecordedOutcome) -> Bool {
    !(recorded.outcome.reason ?? "").isEmpty
  }

  private func cell(_ recorded: RecordedOutcome?, _ run: RunFile) -> Markup {
    guard let outcome = recorded?.outcome else { return "<td class=\"none\">—</td>" }
    let figures = CaseFigures(outcome)
    var text: Markup = "\(outcome.status.glyph) \(outcome.status.word)"
    if outcome.status == .passed { text = figures.isExact ? "✔ exact" : "✔" }
    if let share = figures.share, share > 0 {
      text += " <small>share \(NumberText.figure(share))</small>"
    }
    let decides = outcome.isCounted(strict: run.header.settings.strict)
    return "<td class=\"s-\(outcome.status.cssName(decides: decides))\">\(text)</td>"
  }
}
