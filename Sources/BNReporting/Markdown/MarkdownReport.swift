// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BNDiagnosis
package import BNRunFile

/// Runs in Markdown, for job summaries and pull requests; never more than GitHub takes.
package struct MarkdownReport {
  private let runs: [RunFile]

  /// The largest size in bytes; a job summary may have a mebibyte.
  package static let limit = 900_000

  /// Creates the report of one or several runs.
  package init(_ runs: [RunFile]) { self.runs = runs }

  /// The whole text.
  package var text: String {
    var lines = ["## BatchNorm conformance", ""]
    lines += verdicts + [""] + features + [""]
    for run in runs { lines += claims(run) + causes(run) }
    let head = lines.joined(separator: "\n") + "\n"
    return head + failures(room: Self.limit - head.utf8.count - 200)
  }

  private var verdicts: [String] {
    [
      "| implementation | verdict | passed | failed | errored | unsupported | other |",
      "|---|---|--:|--:|--:|--:|--:|",
    ]
      + runs.map { run in
        let outcomes = run.outcomes.map(\.outcome)
        let counts = OutcomeCounts(outcomes)
        let wrong = outcomes.count { $0.isCounted(strict: run.header.settings.strict) }
        let failed = counts[.failed] + counts[.wrongStructure]
        let named = counts[.passed] + failed + counts[.errored] + counts[.unsupported]
        let verdict =
          run.footer == nil
          ? "· not complete"
          : !run.problems.isEmpty
            ? "! some cases could not be judged"
            : wrong > 0 ? "✘ \(wrong) not as expected" : "✔ as expected"
        let name = Self.cell(run.implementationText)
        return "| \(name) | \(verdict) | \(counts[.passed]) | \(failed) | \(counts[.errored]) | "
          + "\(counts[.unsupported]) | \(counts.total - named) |"
      }
  }

  private var features: [String] {
    let groups = runs.map { run in
      Dictionary(grouping: run.outcomes.map(\.outcome)) { String($0.id.prefix { $0 != "/" }) }
    }
    let names = Set(groups.flatMap(\.keys)).sorted().prefix(200)
    let head = runs.map { Self.cell($0.implementationName) }.joined(separator: " | ")
    return [
      "<details><summary>Features</summary>", "", "| feature | \(head) |",
      "|---|" + String(repeating: "--:|", count: runs.count),
    ]
      + names.map { name in
        let cells = groups.map { group -> String in
          let outcomes = group[name] ?? []
          let unsupported = outcomes.count { $0.status == .unsupported || $0.status == .notRun }
          let good = outcomes.count { $0.status == .passed || $0.status == .expectedFailure }
          return outcomes.count == unsupported ? "➜" : "\(good)/\(outcomes.count - unsupported)"
        }
        return "| \(Self.cell(name)) | " + cells.joined(separator: " | ") + " |"
      } + ["", "</details>"]
  }

  private func claims(_ run: RunFile) -> [String] {
    let lines = ClaimText.lines(run).map { "- **\($0.word)** \(Self.cell($0.text))" }
    let name = runs.count > 1 ? ["### \(Self.cell(run.implementationName))", ""] : []
    return lines.isEmpty ? [] : name + lines + [""]
  }

  private func causes(_ run: RunFile) -> [String] {
    let strict = run.header.settings.strict
    let lines = CauseText.lines(run.outcomes.map(\.outcome), strict: strict)
    let problems = run.problems.prefix(20).map { "- ! \(Self.cell("\($0)"))" }
    guard !lines.isEmpty || !problems.isEmpty else { return [] }
    return ["### \(Self.cell(run.implementationName))", ""] + problems
      + lines.map { "- \(Self.cell($0))" } + [""]
  }

  /// The failing cases, as many as there is room for.
  private func failures(room: Int) -> String {
    var text = ""
    var left = 0
    for run in runs {
      let strict = run.header.settings.strict
      for outcome in run.outcomes.map(\.outcome) where outcome.isCounted(strict: strict) {
        let reason = Self.cell(OutcomeSentence.text(outcome).cut(to: 300))
        let name = runs.count > 1 ? Self.cell(run.implementationName) + " | " : ""
        let id = Self.cell(outcome.id.cut(to: 200))
        let row = "| \(name)\(outcome.status.glyph) <code>\(id)</code> | \(reason) |\n"
        if left == 0, text.utf8.count + row.utf8.count < room { text += row } else { left += 1 }
      }
    }
    guard !text.isEmpty || left > 0 else { return "" }
    let name = runs.count > 1 ? ("implementation | ", "---|") : ("", "")
    let rest =
      left > 0 ? "\n… and \(left) more; the size limit leaves no room for them here.\n" : ""
    return "<details open><summary>Not as expected</summary>\n\n| \(name.0)case | reason |\n"
      + "|\(name.1)---|---|\n" + text + "\n</details>\n" + rest
  }

  /// Foreign text for a cell: no markup of either language, no line breaks, no control characters.
  private static func cell(_ text: String) -> String {
    var result = ""
    for character in OneLine.text(text, limit: 600) {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "|", "`", "*", "_", "[", "]", "\\", "~", "#", "!": result += "\\\(character)"
      case "@": result += "&#64;"
      default: result.append(character)
      }
    }
    return result
  }
}
