// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BNGoldenCases

/// Whether the lines of a run file agree with each other.
///
/// Run files come from strangers, and what stands in one must be what a run could have written: the
/// verdict on a case follows from its items, the cases are those that the selection and the records of
/// the files name, and the footer counts what stands above it. It is no seal: somebody who makes up a
/// whole run is not found out.
struct RunFileCheck {
  private let header: RunHeader
  private let filter: CaseFilter?
  private var files: [String: FileRecord] = [:]
  private var selected: [String: Set<String>] = [:]
  /// The cases of each file that have a verdict.
  private var judged: [String: Set<String>] = [:]
  private var isEnded = false

  init(_ header: RunHeader) {
    self.header = header
    filter = try? header.settings.selection.compiled()
  }

  /// What is wrong with the next record, in a clause; nil if it agrees with those before it.
  mutating func take(_ record: RunRecord) -> String? {
    if isEnded { return "follows the footer, which is the last line of a run" }
    switch record {
    case .header, .problem, .warning: return nil
    case .claim(let claim): return take(claim)
    case .file(let file): return take(file)
    case .outcome(let recorded): return take(recorded)
    case .footer:
      isEnded = true
      return nil
    }
  }

  private mutating func take(_ file: FileRecord) -> String? {
    guard header.settings.files.contains(file.file) else {
      return "\(file.file) is none of the files that the header names"
    }
    guard files.updateValue(file, forKey: file.file) == nil else {
      return "is a second record of \(file.file)"
    }
    let ids = Set(file.selected)
    selected[file.file] = ids
    guard ids.count == file.selected.count else { return "selects a case of \(file.file) twice" }
    let cases = Set(file.selected.map(CaseID.golden))
    guard cases.count <= min(file.cases, file.planned ?? .max) else {
      return "selects more cases of \(file.file) than there are"
    }
    guard (file.planned == nil) == (header.settings.shard == nil) else {
      return "counts the cases of all shards, or does not, unlike the header"
    }
    return nil
  }

  private mutating func take(_ claim: RunClaim) -> String? {
    let known = judged.values.map(\.count).reduce(0, +)
    guard claim.scopes.allSatisfy({ $0.judged <= known }) else {
      return "claims more judged cases than there are verdicts"
    }
    guard header.settings.tolerance == nil else {
      return "claims something of cases that were judged by another tolerance"
    }
    return nil
  }

  private mutating func take(_ recorded: RecordedOutcome) -> String? {
    let (file, outcome) = (recorded.file, recorded.outcome)
    guard let record = files[file] else {
      return "has a verdict on \(outcome.id), but no record of \(file) stands above it"
    }
    // A compacted run names the cases in its verdicts only.
    let isSelected =
      record.selected.isEmpty
      ? outcome.isCompacted : selected[file]?.contains(outcome.id) == true
    guard isSelected, filter?.mayHaveSelected(outcome) == true else {
      return "has a verdict on \(outcome.id), which does not take part in the run"
    }
    guard judged[file, default: []].insert(outcome.id).inserted else {
      return "is a second verdict on \(outcome.id)"
    }
    return outcome.contradiction.map { "\(outcome.id) \($0)" }
  }

  /// What is wrong with a run that has a footer, in a clause; nil if all agrees.
  func contradiction(in run: RunFile) -> String? {
    guard let footer = run.footer else { return nil }
    let unreadable = Set(run.problems.map(\.file))
    // A run that ends early, or that cannot start its implementation, does not come to all files.
    if [RunExitCode.asExpected, .notAsExpected].map(\.rawValue).contains(footer.exitCode),
      let name = header.settings.files.first(where: {
        files[$0] == nil && !unreadable.contains($0)
      })
    {
      return "the run is complete, but has no record of \(name)"
    }
    for file in run.files {
      let ids = judged[file.file] ?? []
      if let id = file.selected.first(where: { !ids.contains($0) }) {
        return "the run is complete, but has no verdict on \(id)"
      }
      let isWhole =
        header.settings.selection.isEverything && header.settings.shard == nil
        && header.settings.smoke != true
        && !unreadable.contains(file.file)
      let cases = Set(ids.map(CaseID.golden)).count
      if cases > file.cases || (isWhole && cases < file.cases) {
        return "\(file.file) has \(file.cases) cases, but verdicts on \(cases)"
      }
    }
    let expected = RunFooter(run, exitCode: RunExitCode(run), milliseconds: footer.milliseconds)
    guard footer.counts == expected.counts else {
      return "the footer counts \(footer.counts), but there are \(expected.counts)"
    }
    guard footer.problems == expected.problems else {
      return "the footer counts \(footer.problems) problems, but there are \(expected.problems)"
    }
    guard footer.exitCode == expected.exitCode else {
      return "the footer has exit code \(footer.exitCode), but the verdicts make it "
        + "\(expected.exitCode)"
    }
    guard footer.digest == expected.digest else {
      return "the footer has another digest than the files give"
    }
    // Runs of earlier versions do not count them.
    guard footer.notJudged == nil || footer.notJudged == expected.notJudged else {
      return "the footer counts \(footer.notJudged ?? 0) cases without a verdict, but there are "
        + "\(expected.notJudged ?? 0)"
    }
    return nil
  }
}

extension CaseFilter {
  /// Whether a case with this verdict may have been selected; compacted ones have lost their tags.
  fileprivate func mayHaveSelected(_ outcome: CaseOutcome) -> Bool {
    let tags = selection.tags
    let feature = outcome.id.prefix { $0 != "/" }
    return (patterns.isEmpty || patterns.contains { $0.matches(outcome.id) })
      && (tags.isEmpty || outcome.isCompacted
        || tags.contains { $0 == feature || outcome.tags.contains($0) })
      && (selection.levels.isEmpty || selection.levels.contains(outcome.level)
        // A recommended case that nothing sound fails decides (``CaseJudge``).
        || outcome.level == .required && outcome.status != .passed
          && selection.levels.contains(.recommended))
      && (selection.profile == .torch || outcome.profile == .math)
  }
}

extension CaseOutcome {
  /// Whether it is from a run that was shortened to be kept, as `bnconform matrix --compact` does.
  fileprivate var isCompacted: Bool {
    title.isEmpty && rationale == nil && rules.isEmpty && tags.isEmpty && milliseconds == 0
  }
}
