// SPDX-License-Identifier: MIT

package import BNRunFile
internal import BNVerdicts

/// The block below the line of a case that is not as expected.
package struct FailureDetail {
  private let options: ConsoleOptions
  private let style: TextStyle
  private let reproducer: ReproducerLine

  /// Tensors beyond these are counted, not shown.
  private var itemLimit: Int { options.show == .brief ? 2 : 8 }

  /// Creates the blocks of a run.
  package init(options: ConsoleOptions, style: TextStyle, header: RunHeader) {
    self.options = options
    self.style = style
    reproducer = ReproducerLine(header)
  }

  /// The lines of the block, without newlines.
  package func lines(_ recorded: RecordedOutcome) -> [String] {
    let outcome = recorded.outcome
    let failures = outcome.items.filter { $0.verdict != .passed }
    let causes = failures.filter { $0.consequenceOf == nil }
    var lines: [String] = []
    if causes.isEmpty, let reason = outcome.reason { lines.append(row("reason", reason)) }
    let detail = ItemDetail(options: options, style: style)
    for item in causes.prefix(itemLimit) { lines += detail.lines(item) }
    if causes.count > itemLimit {
      let rest = causes.count - itemLimit
      lines.append("  … and \(rest.of("more tensor"))")
    }
    lines += consequences(failures)
    if let causes = outcome.causes { lines.append(row("likely", CauseText.sentence(causes))) }
    if let expectation = outcome.expectation { lines.append(row("listed", expectation)) }
    if let link = outcome.link { lines.append(row("link", link)) }
    if !outcome.rules.isEmpty { lines.append(row("rules", RuleText.line(outcome))) }
    if let rationale = outcome.rationale { lines.append(row("why", rationale)) }
    lines.append(row("again", reproducer.command(for: recorded)))
    return lines
  }

  /// Consequences of an earlier failure are named only.
  private func consequences(_ failures: [JudgedItem]) -> [String] {
    let origins = Dictionary(grouping: failures.filter { $0.consequenceOf != nil }) {
      $0.consequenceOf ?? 0
    }
    return origins.sorted { $0.key < $1.key }.map { origin, items in
      let names = items.map { "\($0.name) after step \($0.step)" }
      let shown = names.prefix(4).joined(separator: ", ")
      let rest = names.count > 4 ? " and \(names.count - 4) more" : ""
      return row("follows", "from step \(origin): \(shown)\(rest)")
    }
  }

  private func row(_ key: String, _ text: String) -> String {
    "  " + style.paint(key.left(8), .dim) + OneLine.text(text)
  }
}
