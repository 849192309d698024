// SPDX-License-Identifier: MIT

import BatchNorm
import BNGoldenCases
import BNImplementations
import BNTensors

@testable import BNBounds
@testable import BNRunFile
@testable import BNVerdicts

/// A run made up for tests.
enum Synthetic {
  static func number(_ value: Float) -> ReportedNumber {
    ReportedNumber(value: Double(value), bits: UInt64(value.bitPattern), bitWidth: 32)
  }

  static func element(
    _ index: [Int],
    expected: Float,
    actual: Float,
    allowance: Double,
    ulp: UInt64?
  ) -> ElementVerdict {
    let difference = abs(Double(actual) - Double(expected))
    return ElementVerdict(
      index: index,
      channel: index.count > 1 ? index[1] : 0,
      expected: number(expected),
      actual: number(actual),
      allowance: ReportedNumber(allowance),
      share: ReportedNumber(difference.isNaN ? .infinity : difference / allowance),
      ulp: ulp
    )
  }

  /// A comparison of so many elements, of which these are out of tolerance, the worst first.
  static func comparison(
    count: Int,
    mismatches: [ElementVerdict] = [],
    nan: Int = 0,
    pattern: FailurePattern? = nil
  ) throws -> TensorComparison {
    let shares = mismatches.map(\.share.value).filter(\.isFinite)
    let map = pattern.map {
      FailureMap(rows: ["..3"], factors: [1], channels: 1, positions: 3, pattern: $0)
    }
    return TensorComparison(
      count: count,
      outOfTolerance: mismatches.count,
      exact: count - mismatches.count,
      nanMismatches: nan,
      infinityMismatches: 0,
      maxAbsolute: ReportedNumber(0),
      maxRelative: ReportedNumber(0),
      maxULP: mismatches.compactMap(\.ulp).max() ?? 0,
      maxShare: ReportedNumber(shares.max() ?? 0),
      worst: mismatches.first,
      firstMismatches: mismatches,
      histogram: ErrorHistogram(bins: []),
      map: map
    )
  }

  static func item(
    _ name: String,
    step: Int = 0,
    _ verdict: ItemVerdict = .passed,
    shape: [Int] = [4, 3],
    comparison: TensorComparison? = nil,
    consequenceOf: Int? = nil
  ) throws -> JudgedItem {
    var item = JudgedItem(
      step: step,
      name: name,
      verdict: verdict,
      elementType: .float32,
      shape: try Shape(shape),
      tolerance: "certified"
    )
    (item.depth, item.comparison, item.consequenceOf) = (4, comparison, consequenceOf)
    item.grade = verdict == .passed ? .exact : .beyond
    return item
  }

  static func outcome(
    _ id: String,
    _ status: OutcomeStatus = .passed,
    level: CaseLevel = .required,
    reason: String? = nil,
    items: [JudgedItem] = []
  ) -> CaseOutcome {
    CaseOutcome(
      id: id,
      title: "A test",
      level: level,
      profile: .math,
      rules: ["R21", "R23"],
      tags: [],
      status: status,
      reason: reason,
      items: items,
      milliseconds: 1.25,
      rationale: "Guards against something."
    )
  }

  /// An outcome with two failures, a consequence and a pass.
  static func failure(_ id: String = "eps/tiny/f32") throws -> CaseOutcome {
    let output = try comparison(
      count: 12,
      mismatches: [
        element([1, 2], expected: 1.5, actual: 1.75, allowance: 0.125, ulp: 2_097_152),
        element([0, 2], expected: .nan, actual: 2, allowance: 0, ulp: nil),
      ],
      nan: 1,
      pattern: FailurePattern(failing: [2, 5], in: Shape([4, 3]))
    )
    let later = try comparison(
      count: 3,
      mismatches: [element([0], expected: 1, actual: 2, allowance: 0.5, ulp: 8_388_608)]
    )
    return outcome(
      id,
      .failed,
      reason: "output after step 0: 2 of 12 elements out of tolerance",
      items: [
        try item("output", .failed, comparison: output),
        try item("running_mean", shape: [3], comparison: comparison(count: 3)),
        try item("running_mean", step: 1, .failed, shape: [3], comparison: later, consequenceOf: 0),
      ]
    )
  }

  static func header(
    respondent: Respondent = .implementation("mylib"),
    golden: GoldenSource = .usualPlace,
    files: [String] = ["eps.h5"],
    strict: Bool = false
  ) -> RunHeader {
    RunHeader(
      started: "2026-01-31T12:00:00Z",
      respondent: respondent,
      settings: RunSettings(
        files: PlannedFile.list(files),
        golden: golden,
        strict: strict,
        commandLine: ["bnconform", "run"]
      )
    )
  }

  static func run(
    _ outcomes: [CaseOutcome],
    problems: [RunProblem] = [],
    header: RunHeader = header()
  ) -> RunFile {
    let file = FileRecord(
      file: "eps.h5",
      cases: outcomes.count,
      selected: outcomes.map(\.id),
      implementation: ImplementationDescription(name: "mylib", version: "0.9", language: "C")
    )
    let records =
      [RunRecord.file(file)]
      + outcomes.map { .outcome(RecordedOutcome(file: "eps.h5", outcome: $0)) }
      + problems.map(RunRecord.problem)
    return RunFile(header: header, records: records)
  }
}
