// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BNFaults
public import BNGoldenCases

/// What came of one case.
public struct CaseVerdict: Sendable {
  /// The ways in which a case can come out.
  public enum Status: String, Sendable {
    case passed, failed
    case wrongStructure = "wrong structure"
    case unsupported, errored, untrusted
  }

  /// How it came out.
  public let status: Status
  /// Why, where it did not pass.
  public let reason: String?
  /// The case.
  public let id: String
  /// Whether the case decides.
  public let level: CaseLevel
  /// The rules that it holds.
  public let rules: [String]
  /// Why the case exists and what failing it means.
  public let rationale: String?
  /// Whether the case is unsupported as the layer declared beforehand.
  public let isDeclared: Bool
  /// What was judged after each step.
  public let tensors: [TensorVerdict]
  /// The known faults that reproduce every element of a failing answer, in words; empty if none does.
  public let causes: [String]

  init(_ outcome: CaseOutcome) {
    status =
      switch outcome.status {
      case .passed, .expectedFailure, .unexpectedPass: .passed
      case .failed: .failed
      case .wrongStructure: .wrongStructure
      case .unsupported: .unsupported
      case .errored, .notRun: .errored
      case .untrusted: .untrusted
      }
    reason = outcome.reason
    id = outcome.id
    level = outcome.level
    rules = outcome.rules
    rationale = outcome.rationale
    isDeclared = outcome.status == .unsupported && outcome.isDeclared == true
    tensors = outcome.items.map(TensorVerdict.init)
    causes = (outcome.causes ?? []).map { name in
      "\(FaultCatalogue.named(name)?.summary ?? name) (fault:\(name))"
    }
  }

  /// Whether a test should be content: the case passed, proves nothing, was declared unsupported, or
  /// does not decide.
  public var isAcceptable: Bool {
    status == .passed || status == .untrusted || isDeclared || level != .required
  }
}

extension CaseVerdict: CustomStringConvertible {
  /// One line: the status, why, the rules that speak of it, and the known faults that give this answer.
  public var description: String {
    let clauses = [status.rawValue, reason].compactMap(\.self).joined(separator: ": ")
    guard status != .passed else { return clauses }
    let likely = causes.isEmpty ? "" : "; likely: " + causes.joined(separator: ", or ")
    return "\(clauses) (\(rules.joined(separator: ", ")))\(likely)"
  }
}
