// SPDX-License-Identifier: MIT

package import Conformance

/// What became of the cases of one run in another, as a page that opens from disk.
package struct DifferencePage {
  private let difference: RunDifference
  private let old: RunFile
  private let new: RunFile

  /// Rows beyond these are counted.
  private static let limit = 300

  /// Creates the page of a difference.
  package init(_ difference: RunDifference, old: RunFile, new: RunFile) {
    (self.difference, self.old, self.new) = (difference, old, new)
  }

  /// The whole page, style inside.
  package var page: String {
    let names = "\(old.implementationText) → \(new.implementationText)".cut(to: 200)
    let tables: [(id: String, name: String, changes: [RunDifference.Change])] = [
      ("regressions", "New failures", difference.regressions),
      ("fixes", "Fixed", difference.fixes),
      ("still", "Still failing", difference.stillWrong),
      ("verdicts", "Other verdicts", difference.otherVerdicts),
      ("drifts", "Margins moved", difference.drifts),
    ]
    let lists: [(id: String, name: String, ids: [String])] = [
      ("old", "Only in the older run", difference.onlyOld),
      ("new", "Only in the newer run", difference.onlyNew),
    ]
    let shownTables = tables.filter { !$0.changes.isEmpty }
    let shownLists = lists.filter { !$0.ids.isEmpty }
    let sections =
      [verdict(names)] + shownTables.map { table($0.id, $0.name, $0.changes) }
      + shownLists.map { list($0.id, $0.name, $0.ids) }
    let links =
      [("verdict", "Verdict")] + shownTables.map { ($0.id, $0.name) }
      + shownLists.map { ($0.id, $0.name) }
    return HTMLFrame(
      title: "\(names) · BatchNorm conformance, compared",
      heading: "BatchNorm conformance, compared",
      links: links,
      skip: (links.count > 1 ? links[1].0 : "verdict", "Skip to the cases"),
      sections: sections
    ).document(
      head: "<style>\(Markup(stringLiteral: HTMLAssets.style))</style>",
      tail: ""
    )
  }

  private func verdict(_ names: String) -> Markup {
    let count = difference.regressions.count
    let word: Markup = count == 0 ? "✔ no new failure" : "✘ \(count) new failures"
    let kind: Markup = count == 0 ? "good" : "bad"
    let growth = NumberText.figure(max(0, difference.largestDrift))
    return """
      <section id="verdict"><div class="card \(kind)"><h2>\(names)</h2><p class="word">\(word)</p>
      <ul class="counts"><li><b>\(difference.fixes.count)</b> fixed</li>\
      <li><b>\(difference.stillWrong.count)</b> still failing</li>\
      <li>largest growth of a share <b>\(growth)</b></li></ul></div></section>
      """
  }

  private func table(
    _ id: String,
    _ name: String,
    _ changes: [RunDifference.Change]
  ) -> Markup {
    let rows = changes.prefix(Self.limit).map { change -> Markup in
      let verdict: Markup =
        change.old == change.new
        ? "\(change.new.glyph) \(change.new.word)"
        : "\(change.old.word) → \(change.new.glyph) \(change.new.word)"
      return """
        <tr><th scope="row">\(change.id.cut(to: 160))\(reason(change))</th><td>\(verdict)</td>\
        <td class="num">\(share(change.oldShare))</td><td class="num">\(share(change.newShare))</td>\
        <td>\(MarginChart(then: change.oldShare, now: change.newShare).markup)</td></tr>
        """
    }
    let more = changes.count - rows.count
    let rest: Markup = more > 0 ? "<p class=\"note\">and \(more) more</p>" : ""
    return """
      <section id="\(id)"><h2>\(name) <small>\(changes.count)</small></h2>
      <div class="scroll"><table class="cases"><thead><tr><th scope="col">case</th><th scope="col">verdict</th>\
      <th scope="col">share then</th><th scope="col">now</th><th scope="col">of the allowance</th></tr></thead>
      <tbody>\(Markup(rows, separator: "\n"))</tbody></table></div>\(rest)</section>
      """
  }

  private func reason(_ change: RunDifference.Change) -> Markup {
    change.reason.map { "<br><small>\($0.cut(to: 300))</small>" } ?? ""
  }

  private func share(_ share: Double?) -> String { share.map(NumberText.figure) ?? "" }

  private func list(_ id: String, _ name: String, _ ids: [String]) -> Markup {
    let items = Markup(ids.prefix(Self.limit).map { "<li>\($0.cut(to: 160))</li>" as Markup })
    let more = ids.count - min(ids.count, Self.limit)
    let rest: Markup = more > 0 ? "<p class=\"note\">and \(more) more</p>" : ""
    return """
      <section id="\(id)"><h2>\(name) <small>\(ids.count)</small></h2><ul class="links">\(items)</ul>\(rest)</section>
      """
  }
}
