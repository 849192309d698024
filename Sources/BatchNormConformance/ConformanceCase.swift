// SPDX-License-Identifier: MIT

internal import BNDiagnosis
internal import BNVerdicts
public import BNGoldenCases
public import BNImplementations

/// One golden case: a small BatchNorm program and what must come of it.
public struct ConformanceCase: Sendable, Identifiable {
  let golden: GoldenCase

  /// The stable id, `<feature>/<what>/<type>`.
  public var id: String { golden.id.text }
  /// One line that says what the case is.
  public var title: String { golden.metadata.title }
  /// Why the case exists and what failing it means.
  public var rationale: String { golden.metadata.rationale }
  /// The rules that the case holds.
  public var rules: [RuleID] { golden.metadata.rules }
  /// Whether the case decides.
  public var level: CaseLevel { golden.metadata.level }
  /// The part of the specification that it belongs to.
  public var profile: CaseProfile { golden.metadata.profile }
  /// What a layer gets to see: no expected values.
  public var request: CaseRequest { golden.request }

  /// Drives a fresh layer through the case and judges it.
  public func verdict<Layer: LayerUnderTest>(on layer: Layer.Type) -> CaseVerdict {
    let description = ImplementationDescription(name: "\(layer)", version: "", language: "Swift")
    let implementation = LayerImplementation(layer, description: description)
    return verdict(
      on: implementation.answer(request),
      isDeclared: implementation.description.limit(for: request) != nil
    )
  }

  /// Judges an answer that was found in any other way.
  ///
  /// - Parameters:
  ///   - answer: What the implementation answers.
  ///   - isDeclared: Whether it was declared beforehand that it cannot answer.
  /// - Returns: What came of the case.
  public func verdict(on answer: CaseAnswer, isDeclared: Bool = false) -> CaseVerdict {
    var outcome = CaseJudge().outcome(of: golden, answer: answer, milliseconds: 0)
    switch outcome.status {
    case .unsupported: outcome.isDeclared = isDeclared
    case .failed, .wrongStructure:
      var diagnosis = RunDiagnosis()
      diagnosis.take(golden, answer, outcome)
      outcome.causes = diagnosis.findings()[id]?.causes
    default: break
    }
    return CaseVerdict(outcome)
  }

  /// Puts the case to an open session and judges the answer.
  public func verdict(on session: any ImplementationSession) async -> CaseVerdict {
    verdict(on: await session.answer(request))
  }
}

extension ConformanceCase: CustomStringConvertible {
  /// The id, which is what test reports show.
  public var description: String { id }
}
