// SPDX-License-Identifier: MIT

internal import BNDiagnosis
internal import BNDifferential
internal import BNVerdicts
package import BNFaults
package import BNGoldenCases

/// Whether failures are named rightly: faults are run, alone or several at once, and diagnosed as if
/// nobody knew them.
package struct DiagnosisStudy: Sendable {
  /// How one implementation was named.
  package struct Row: Sendable {
    /// The faults that were run.
    package let faults: [String]
    /// The causes that were found, each with those that no case tells from it.
    package let named: [[String]]
    /// How many failing cases the causes explain.
    package let explained: Int
    /// How many cases failed.
    package let failing: Int

    /// Whether each fault is named, and nothing else.
    ///
    /// A fault that shows nowhere beside another one need not be named.
    package var isRight: Bool {
      !named.isEmpty && explained == failing
        && named.allSatisfy { names in faults.contains(where: names.contains) }
    }
    /// Whether each fault is named alone.
    package var isUnique: Bool { isRight && named.allSatisfy { $0.count == 1 } }
  }

  private let cases: [GoldenCase]

  /// Prepares a study on the cases of a suite.
  package init(cases: [GoldenCase]) { self.cases = cases }

  /// Runs and names the faults, so many at a time.
  package func run(_ mistakes: [[Fault]], jobs: Int) async -> [Row] {
    await ConcurrentMap.run(mistakes.count, jobs: jobs) { row(mistakes[$0]) }
  }

  /// So many different sets of faults, drawn from the catalogue by a seed; none of them is a dialect.
  package static func draw(_ count: Int, of size: Int, seed: UInt64) -> [[Fault]] {
    var random = DrawnNumbers(seed: seed)
    let faults = FaultCatalogue.all.filter { $0.dialect == nil }
    return (0..<count).map { _ in
      var places: Set<Int> = []
      while places.count < size { places.insert(Int.random(in: faults.indices, using: &random)) }
      return places.sorted().map { faults[$0] }
    }
  }

  private func row(_ faults: [Fault]) -> Row {
    let judge = CaseJudge()
    let fault = faults.dropFirst().reduce(faults[0]) { $0.combined(with: $1) }
    var diagnosis = RunDiagnosis()
    var outcomes: [CaseOutcome] = []
    // What nobody requires shows only dialects.
    for golden in cases where fault.dialect != nil || golden.metadata.level == .required {
      var program = FloatingProgram(golden.request, choices: fault.choices)
      let answer = program.run()
      let outcome = judge.outcome(of: golden, answer: answer, milliseconds: 0)
      diagnosis.take(golden, answer, outcome)
      outcomes.append(outcome)
    }
    let findings = diagnosis.findings()
    for index in outcomes.indices {
      outcomes[index].take(findings[outcomes[index].id])
    }
    let summary = CauseSummary(outcomes)
    return Row(
      faults: faults.map(\.name),
      named: summary.causes.map(\.faults),
      explained: summary.explained,
      failing: summary.failing
    )
  }
}
