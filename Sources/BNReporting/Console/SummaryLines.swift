// SPDX-License-Identifier: MIT

internal import BNDiagnosis
package import BNRunFile
internal import BNVerdicts
internal import BNGoldenCases

/// The last lines of a run on the console.
package struct SummaryLines {
  private let style: TextStyle

  /// How many cases are named again at the end.
  private static let nameLimit = 10

  /// Creates the lines.
  package init(style: TextStyle) { self.style = style }

  /// The lines, without newlines.
  package func lines(_ run: RunFile, exitCode: RunExitCode, namesFailures: Bool) -> [String] {
    var lines: [String] = []
    let strict = run.header.settings.strict
    let counted = run.outcomes.filter { $0.outcome.isCounted(strict: strict) }
    if namesFailures, counted.count > 1 {
      lines += counted.prefix(Self.nameLimit).map {
        "\($0.outcome.status.glyph) \($0.outcome.id)  \($0.outcome.status.word)"
      }
      if counted.count > Self.nameLimit {
        lines.append("… and \(counted.count - Self.nameLimit) more")
      }
    }
    lines += CauseText.lines(run.outcomes.map(\.outcome), strict: strict)
    if let traits = TraitText.line(TraitSummary(run.outcomes.map(\.outcome))) {
      lines.append(traits)
    }
    if let line = RepetitionText.line(run.outcomes.map(\.outcome)) { lines.append(line) }
    lines += ClaimText.lines(run).map { $0.word.left(8) + OneLine.text($0.text) }
    lines.append(identity(run))
    lines.append(style.paint(done(run), exitCode == .asExpected ? .green : .red))
    if let reason = reason(run, exitCode, counted: counted.count) {
      lines.append("exit \(exitCode.rawValue): \(reason)")
    }
    return lines
  }

  private func identity(_ run: RunFile) -> String {
    let (read, planned) = (run.files.count, run.header.settings.files.count)
    var golden = read == planned ? "\(read)" : "\(read) of \(planned)"
    golden += " golden file\(planned == 1 ? "" : "s")"
    if let digest = run.suiteDigest { golden += ", digest \(digest.hexadecimal.prefix(12))" }
    let names = [run.implementationText, run.respondentText].compactMap(\.self)
    let parts = names.map { OneLine.text($0) } + [golden]
    return style.paint(parts.joined(separator: "  ·  "), .dim)
  }

  private func done(_ run: RunFile) -> String {
    let outcomes = run.outcomes.map(\.outcome)
    let counts = OutcomeCounts(outcomes)
    let exact = outcomes.count { $0.status == .passed && CaseFigures($0).isExact }
    var parts = ["\(counts[.passed]) passed (\(exact) exact)"]
    for status in OutcomeStatus.allCases where status != .passed {
      let isAlwaysShown = status == .failed || status == .errored
      guard isAlwaysShown || counts[status] > 0 else { continue }
      parts.append("\(counts[status]) \(status.word)")
    }
    let time = run.footer.map { " in \(NumberText.time(milliseconds: $0.milliseconds))" } ?? ""
    let word = run.footer == nil ? "STOPPED" : "DONE"
    return "\(word) \(counts.total.of("case")): \(parts.joined(separator: ", "))\(time)"
  }

  private func reason(_ run: RunFile, _ exitCode: RunExitCode, counted: Int) -> String? {
    switch exitCode {
    case .asExpected, .wrongUsage: return nil
    case .notAsExpected:
      let extra = run.problems.count { $0.kind == .extraAnswer }
      let stale = run.problems.count { $0.kind == .staleExpectation }
      let missing = run.missingScopes.map(\.rawValue)
      return [
        counted > 0 || extra + stale + missing.count == 0
          ? "\(counted.of("case")) not as expected" : nil,
        missing.isEmpty
          ? nil : "not wholly judged and passed: \(missing.joined(separator: ", "))",
        extra > 0 ? "\(extra.of("answer")) to unknown cases" : nil,
        stale > 0 ? "\(stale) listed deviation\(stale == 1 ? " matches" : "s match") no case" : nil,
      ].compactMap(\.self).joined(separator: ", ")
    case .couldNotJudge:
      let count = run.problems.count
      return "\(count.of("problem")) prevented cases from being judged"
    case .nothingJudged:
      return run.outcomes.isEmpty ? nothingSelected(run) : "no case was judged"
    case .interrupted, .terminated, .hungUp: return "interrupted"
    }
  }

  private func nothingSelected(_ run: RunFile) -> String {
    let filters = run.header.settings.selection.filters
    let isWhole = !filters.isEmpty && !filters.contains { $0.contains("*") }
    return "no case was selected; `bnconform list` lists all cases"
      + (isWhole ? ", and * in --filter matches any text" : "")
  }
}
