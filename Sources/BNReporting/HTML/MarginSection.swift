// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNRunFile
internal import BNVerdicts

/// The shares of the allowed error that the cases used.
struct MarginSection {
  let runs: [RunFile]
  private static let rowLimit = 12

  var markup: Markup {
    let told = runs.filter(Self.hasNumbers)
    let silent = runs.filter { !Self.hasNumbers($0) }.map { $0.implementationName.cut(to: 80) }
    let parts = told.map { run -> Markup in
      let name: Markup =
        runs.count > 1 ? "<h3>\(run.implementationName.cut(to: 80))</h3>" : ""
      return name + charts(run) + closest(run)
    }
    let whose = runs.count > 1 ? " of " + silent.joined(separator: ", ") : ""
    let note: Markup =
      silent.isEmpty
      ? "" : "<p class=\"note\">The run file\(whose) holds no margins.</p>"
    return """
      <section id="margins"><h2>Margins</h2>
      <p class="note">The largest error of each case as a share of the allowed error. Up to 1 passes.</p>
      \(Markup(parts, separator: "\n"))\(note)</section>
      """
  }

  private static func hasNumbers(_ run: RunFile) -> Bool {
    run.outcomes.contains { CaseFigures($0.outcome).share != nil }
  }

  private func charts(_ run: RunFile) -> Markup {
    let shares = ShareChart(
      run.outcomes.map(\.outcome),
      strict: run.header.settings.strict
    )
    var histogram: [Int] = []
    for bins in run.outcomes.flatMap(\.outcome.items).compactMap({ $0.comparison?.histogram.bins })
    {
      if bins.count > histogram.count {
        histogram += [Int](repeating: 0, count: bins.count - histogram.count)
      }
      for (bin, count) in bins.enumerated() { histogram[bin] += count }
    }
    return """
      <div class="charts">\(shares.markup)\(ULPChart(bins: histogram).markup)</div>
      """
  }

  /// The passing cases with the largest shares.
  private func closest(_ run: RunFile) -> Markup {
    let passed = run.outcomes.map(\.outcome).filter { $0.status == .passed }
      .compactMap { outcome in
        CaseFigures(outcome).share.map { (outcome: outcome, share: $0) }
      }
      .filter { $0.share > 0 }
      .sorted { ($1.share, $0.outcome.id) < ($0.share, $1.outcome.id) }
    guard !passed.isEmpty else {
      return "<p class=\"note\">Every passing case has the expected bits.</p>"
    }
    let rows = passed.prefix(Self.rowLimit).map { outcome, share -> Markup in
      let width = Anchor.width(Int((min(share, 1) * 100).rounded()), of: 100)
      let item = outcome.items.max { self.share(of: $0) < self.share(of: $1) }
      return """
        <tr><th scope="row"><a href="#\(Anchor.name(outcome.id))">\(outcome.id.cut(to: 120))</a> \
        <small>\((item?.name ?? "").cut(to: 60))</small></th><td class="num">\(NumberText.figure(share))</td>\
        <td class="meter"><span class="\(width)"></span></td></tr>
        """
    }
    return """
      <div class="scroll"><table class="closest"><caption>Closest passes</caption>\
      <thead><tr><th scope="col">case and tensor</th><th scope="col" class="num">share</th><th scope="col">of the allowed error</th></tr></thead>
      <tbody>\(Markup(rows, separator: "\n"))</tbody></table></div>
      """
  }

  private func share(of item: JudgedItem) -> Double { item.comparison?.maxShare.value ?? -1 }
}
