// SPDX-License-Identifier: MIT

package import BNFaults
internal import BNGoldenCases

/// A floating-point BatchNorm in process that makes given choices: a fault or a legal variant.
package struct ChoiceImplementation: Implementation {
  private let name: String
  private let choices: Choices

  /// Wraps a fault as `fault:NAME`.
  package init(fault: Fault) {
    name = "fault:\(fault.name)"
    choices = fault.choices
  }

  /// Wraps a legal variant as `legal:NAME`, summing in the order of a seed.
  package init(legal variant: LegalVariant, seed: UInt64 = 0) {
    name = "legal:\(variant.name)"
    choices = variant.choices(seed: seed)
  }

  /// What the implementation says of itself.
  package var description: ImplementationDescription {
    ImplementationDescription(
      name: name,
      version: "1",
      language: "Swift",
      offers: CaseFeature.optional.map(\.name)
    )
  }

  /// Runs the body with a session; there is nothing to open or close.
  package func withSession<Result: Sendable>(
    _ body: (any ImplementationSession) async throws -> Result
  ) async throws -> Result {
    try await body(ChoiceSession(choices: choices))
  }
}

private struct ChoiceSession: ImplementationSession {
  let choices: Choices

  func answer(_ request: CaseRequest) async -> CaseAnswer {
    var program = FloatingProgram(request, choices: choices)
    return program.run()
  }
}
