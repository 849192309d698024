// SPDX-License-Identifier: MIT

package import BNRunFile
internal import BNGoldenCases

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
    let groups = DifferenceGroup.groups(of: difference)
    let lists: [(id: String, name: String, ids: [String])] = [
      ("old", "Only in the older run", difference.onlyOld),
      ("new", "Only in the newer run", difference.onlyNew),
    ]
    let shownLists = lists.filter { !$0.ids.isEmpty }
    let sections =
      [verdict(names)] + groups.map(table)
      + shownLists.map { list($0.id, $0.name, $0.ids) }
    let links =
      [("verdict", "Verdict")] + groups.map { ($0.id, Self.capitalized($0.name)) }
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
    let noun: Markup = count == 1 ? "failure" : "failures"
    let isSame =
      difference.fixes.isEmpty && difference.stillWrong.isEmpty && difference.otherVerdicts.isEmpty
      && difference.onlyOld.isEmpty && difference.onlyNew.isEmpty
    let word: Markup =
      count > 0
      ? "✘ \(count) new \(noun)" : isSame ? "✔ the same verdict in every case" : "✔ no new failure"
    let kind: Markup = count == 0 ? "good" : "bad"
    let both = difference.undecisiveInBoth
    let rest: Markup =
      both == 0 ? "" : "<li>\(DifferenceText.nonRequiredInBoth(both))</li>"
    let undecisive = difference.undecisiveFailures.count
    let more: Markup =
      undecisive == 0 ? "" : "<li>\(DifferenceText.newNonRequired(undecisive))</li>"
    return """
      <section id="verdict"><div class="card \(kind)"><h2>\(names)</h2><p class="word">\(word)</p>
      <ul class="counts"><li><b>\(difference.compared)</b> cases in both</li>\
      <li><b>\(difference.fixes.count)</b> fixed</li>\
      <li><b>\(difference.stillWrong.count)</b> still failing</li>\(more)\(rest)\
      <li>\(DifferenceText.margins(difference))</li></ul></div></section>
      """
  }

  private func table(_ group: DifferenceGroup) -> Markup {
    // Run files that keep no numbers of what passed have nothing for these columns.
    let hasShares = group.changes.contains { $0.oldShare != nil || $0.newShare != nil }
    let strict = old.header.settings.strict || new.header.settings.strict
    func rows(_ changes: some Sequence<RunDifference.Change>) -> Markup {
      Markup(changes.map { row($0, hasShares: hasShares, strict: strict) }, separator: "\n")
    }
    var room = Self.limit
    let bodies =
      group.causes().map { causes in
        Markup(
          causes.map { cause -> Markup in
            let shown = cause.members.prefix(room)
            room -= shown.count
            guard !shown.isEmpty else { return "" }
            let head: Markup = cause.isKnown ? "likely \(cause.title)" : "\(cause.title)"
            return """
              <tbody><tr><th scope="rowgroup" class="cause-of" colspan="\(hasShares ? 5 : 2)">\(head) \
              <small>\(cause.members.count)</small></th></tr>\(rows(shown))</tbody>
              """
          }
        )
      } ?? "<tbody>\(rows(group.changes.prefix(Self.limit)))</tbody>"
    let more = group.changes.count - min(group.changes.count, Self.limit)
    let rest: Markup = more > 0 ? "<p class=\"note\">and \(more) more</p>" : ""
    let axis =
      hasShares
      ? " The pictures show the share on a log scale from 10⁻⁴ to 10⁴: small dot, older run; large dot, newer run; dashed line, the limit of 1."
      : ""
    let text = ((group.note ?? "") + axis).trimmingPrefix(" ")
    let note: Markup = text.isEmpty ? "" : "<p class=\"note\">\(String(text))</p>"
    let columns: Markup =
      hasShares
      ? """
      <th scope="col" class="num">share, older</th><th scope="col" class="num">newer</th>\
      <th scope="col">on a log scale</th>
      """ : ""
    return """
      <section id="\(group.id)"><h2>\(Self.capitalized(group.name)) <small>\(group.changes.count)</small></h2>
      \(note)<div class="scroll"><table class="cases"><thead><tr><th scope="col">case</th><th scope="col">verdict</th>\
      \(columns)</tr></thead>
      \(bodies)</table></div>\(rest)</section>
      """
  }

  private func row(_ change: RunDifference.Change, hasShares: Bool, strict: Bool) -> Markup {
    let decides = change.level == .required || strict && change.level == .recommended
    let kind = change.new.cssName(decides: decides)
    let verdict: Markup =
      change.old == change.new
      ? "\(change.new.glyph) \(change.new.word)"
      : "\(change.old.word) → \(change.new.glyph) \(change.new.word)"
    let level: Markup = change.level == .required ? "" : " <small>\(change.level.rawValue)</small>"
    let reason: Markup =
      change.reason.map { "<br><small>\($0.cut(to: 300))</small>" } ?? ""
    let shares: Markup =
      hasShares
      ? """
      <td class="num">\(share(change.oldShare))</td><td class="num">\(share(change.newShare))</td>\
      <td>\(MarginChart(then: change.oldShare, now: change.newShare, decides: decides).markup)</td>
      """ : ""
    return """
      <tr><th scope="row"><code>\(change.id.cut(to: 160))</code>\(level)\(reason)</th>\
      <td class="s-\(kind)">\(verdict)</td>\(shares)</tr>
      """
  }

  private static func capitalized(_ name: String) -> String {
    name.prefix(1).uppercased() + name.dropFirst()
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
