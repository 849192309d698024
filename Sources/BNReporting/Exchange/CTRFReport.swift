// SPDX-License-Identifier: MIT

package import BNRunFile
internal import BNVerdicts
internal import BNPlatform

/// Runs in the Common Test Report Format (ctrf.io): one test for each case of each run.
package struct CTRFReport: Encodable {
  private let reportFormat = "CTRF"
  private let specVersion = "0.0.0"
  private let results: Results

  private struct Results: Encodable {
    var tool: Tool
    var summary: Summary
    var tests: [Test]
  }

  private struct Tool: Encodable {
    var name = "bnconform"
    var version: String
  }

  private struct Summary: Encodable {
    var tests, passed, failed, pending, skipped, other: Int
    var start, stop: Int
  }

  private struct Test: Encodable {
    var name: String
    var status: Status
    var duration: Int
    var suite: [String]
    var rawStatus: String
    var message: String?
    var tags: [String]
  }

  private enum Status: String, Encodable { case passed, failed, skipped, other }

  /// Creates the report of one or several runs.
  package init(_ runs: [RunFile]) {
    let tests = runs.flatMap { run in
      run.outcomes.map { Self.test($0.outcome, run) }
    }
    func count(_ status: Status) -> Int { tests.count { $0.status == status } }
    let starts = runs.map { Self.milliseconds($0.header.started) }
    let start = starts.min() ?? 0
    let stop = zip(starts, runs).map { $0 + Int(($1.footer?.milliseconds ?? 0).rounded()) }.max()
    results = Results(
      tool: Tool(version: runs.first?.header.tool.bnconform ?? ""),
      summary: Summary(
        tests: tests.count,
        passed: count(.passed),
        failed: count(.failed),
        pending: 0,
        skipped: count(.skipped),
        other: count(.other),
        start: start,
        stop: max(start, stop ?? start)
      ),
      tests: tests
    )
  }

  /// The document.
  ///
  /// - Throws: `EncodingError` if a time is not finite.
  package func bytes() throws -> [UInt8] {
    try JSONLine().encode(self)
  }

  private static func test(_ outcome: CaseOutcome, _ run: RunFile) -> Test {
    let feature = String(outcome.id.prefix { $0 != "/" })
    return Test(
      name: LogCommand.disarmed(outcome.id.cut(to: 300)),
      status: status(outcome, strict: run.header.settings.strict),
      duration: Int(exactly: outcome.milliseconds.rounded(.toNearestOrAwayFromZero)) ?? 0,
      suite: [run.implementationName.cut(to: 200), feature.cut(to: 200)],
      rawStatus: outcome.status.rawValue,
      message: outcome.status == .passed ? nil : OneLine.text(OutcomeSentence.text(outcome)),
      tags: outcome.tags
    )
  }

  /// What fails without deciding is `other`, so that CTRF's readers and the exit code say the same.
  private static func status(_ outcome: CaseOutcome, strict: Bool) -> Status {
    if outcome.isCounted(strict: strict) { return .failed }
    switch outcome.status {
    case .passed: return .passed
    case .unsupported, .notRun, .expectedFailure: return .skipped
    case .failed, .wrongStructure, .errored, .unexpectedPass, .untrusted: return .other
    }
  }

  private static func milliseconds(_ date: String) -> Int {
    let parsed = try? Date(date, strategy: .iso8601)
    return parsed.map { Int($0.timeIntervalSince1970 * 1000) } ?? 0
  }
}
