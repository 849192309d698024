// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNGoldenCases
internal import BNReporting

/// What somebody may have meant whose selection fits no case.
struct SelectionAdvice {
  let selection: CaseSelection
  let summaries: [CaseSummary]

  /// A sentence for each part of the selection that fits nothing; if each fits something, one for all.
  var lines: [String] {
    let mistakes =
      selection.filters.compactMap(mistake(in:)) + selection.tags.compactMap(mistake(of:))
    if !mistakes.isEmpty { return mistakes }
    return policies > 0
      ? ["\(policies) case\(policies == 1 ? "" : "s") would fit with --profile torch"]
      : ["every option fits some case, but no case fits all of them"]
  }

  /// How many cases would fit, too, if PyTorch's own policies were asked for.
  var policies: Int {
    var wider = selection
    wider.profile = .torch
    let (narrow, wide) = (try? selection.compiled(), try? wider.compiled())
    return summaries.count { summary in
      wide?.selects(summary.id, summary.metadata) == true
        && narrow?.selects(summary.id, summary.metadata) == false
    }
  }

  private func mistake(in filter: String) -> String? {
    guard let pattern = try? CasePattern(filter),
      !summaries.contains(where: { pattern.takes($0.id) })
    else { return nil }
    let ids = summaries.map(\.id.text)
    // What stands before the first sign of a pattern is meant to be the beginning of an id.
    let beginning = String(filter.prefix { !"*?[\\".contains($0) })
    if beginning == filter {
      return "no case is called \(filter)" + Suggestion.caseClause(for: filter, among: ids)
    }
    let feature = String(beginning.prefix { $0 != "/" })
    let features = Set(summaries.map(\.id.feature)).sorted()
    let clause =
      beginning.isEmpty || features.contains(feature)
      ? "" : Suggestion.clause(for: feature, among: features, isWhole: true)
    return "no case fits --filter \(filter)" + clause
  }

  private func mistake(of tag: String) -> String? {
    let words = Set(summaries.flatMap { [$0.id.feature] + $0.metadata.tags })
    guard !words.contains(tag) else { return nil }
    return "no case has the feature or tag \(tag)"
      + Suggestion.clause(for: tag, among: words.sorted(), isWhole: true)
  }
}

extension SelectionAdvice {
  /// Says on standard error what may have been meant by a selection that fits no case of a run.
  static func tell(_ plan: RunPlan, _ reader: some GoldenReader) async {
    guard !plan.settings.selection.isEverything else { return }
    let catalog = await Catalog(plan.files, reader)
    let advice = SelectionAdvice(
      selection: plan.settings.selection,
      summaries: catalog.entries.map(\.summary)
    )
    for line in advice.lines { Terminal.error.write(line + "\n") }
  }
}
