// SPDX-License-Identifier: MIT

internal import BNFaults
package import BNGoldenCases
internal import BNVerdicts

/// What required cases allow: the suite's dialects, alone and together.
///
/// A case that one of them fails is required of nobody: subnormal numbers may be flushed, squares may
/// overflow where they are computed in float32, α·x + β' may be ∞ − ∞.
package struct SoundArithmetic: Sendable {
  private let faults: [Fault]
  private let judge = CaseJudge(.hypothesis())

  /// Prepares every combination of arithmetics, and every other dialect by itself.
  package init() {
    let dialects = FaultCatalogue.all.filter { $0.dialect != nil }
    let arithmetics = dialects.filter { $0.category == .precision || $0.category == .affine }
    let joined = arithmetics.reduce([Fault]()) { sets, fault in
      sets + [fault] + sets.map { $0.combined(with: fault) }
    }
    let names = Set(arithmetics.map(\.name))
    faults = joined + dialects.filter { !names.contains($0.name) }
  }

  /// Whether all of them pass a case, so that it can be required.
  package func passes(_ golden: GoldenCase) -> Bool {
    faults.allSatisfy { fault in
      var program = FloatingProgram(golden.request, choices: fault.choices)
      let outcome = judge.outcome(of: golden, answer: program.run(), milliseconds: 0)
      return outcome.status == .passed
    }
  }
}
