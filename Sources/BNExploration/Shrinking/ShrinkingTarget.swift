// SPDX-License-Identifier: MIT

internal import BNDiagnosis
internal import BNFaults
internal import BNVerdicts

/// What must stay as it is while a failure is boiled down: its cause or, where none is known, what fails.
enum ShrinkingTarget {
  /// The cause, and the faults that the failure as it was drawn speaks against: a smaller one must do so, too,
  /// or nobody could tell the cause from it.
  case cause(Fault, rivals: [Fault])
  case symptom(Symptom)

  init(_ draw: JudgedDraw) {
    guard let fault = draw.outcome.causes?.first.flatMap(FaultCatalogue.named) else {
      self = .symptom(draw.symptom)
      return
    }
    let rivals = FaultCatalogue.all.filter { rival in
      rival.dialect == nil && draw.explanation(among: [rival]) == nil
    }
    self = .cause(fault, rivals: rivals)
  }

  /// Whether a failure is of this kind.
  func holds(_ draw: JudgedDraw) -> Bool {
    switch self {
    case .cause(let fault, let rivals):
      draw.explanation(among: [fault]) != nil && draw.explanation(among: rivals) == nil
    case .symptom(let symptom): draw.symptom == symptom
    }
  }
}

extension JudgedDraw {
  /// The first of several faults that gives the whole answer.
  fileprivate func explanation(among faults: [Fault]) -> Fault? {
    RunDiagnosis.explanation(of: outcome, golden, answer, among: faults)
  }
}
