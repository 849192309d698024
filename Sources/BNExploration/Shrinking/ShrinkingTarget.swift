// SPDX-License-Identifier: MIT

internal import BNDiagnosis
internal import BNFaults
internal import BNVerdicts

/// What must stay as it is while a failure is boiled down: its cause or, where none is known, what fails.
enum ShrinkingTarget {
  case cause(Fault)
  case symptom(Symptom)

  init(_ draw: JudgedDraw) {
    let fault = draw.outcome.causes?.first.flatMap(FaultCatalogue.named)
    self = fault.map { .cause($0) } ?? .symptom(draw.symptom)
  }

  /// Whether a failure is of this kind.
  func holds(_ draw: JudgedDraw) -> Bool {
    switch self {
    case .cause(let fault):
      RunDiagnosis.isExplained(draw.golden, draw.answer, draw.outcome, by: fault)
    case .symptom(let symptom): draw.symptom == symptom
    }
  }
}
