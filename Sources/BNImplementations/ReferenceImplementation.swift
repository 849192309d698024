// SPDX-License-Identifier: MIT

import BNGoldenCases

/// The suite's own BatchNorm: exact, rounded once, in process.
public struct ReferenceImplementation: Implementation {
  /// The name by which the command line knows it.
  public static let name = "reference"

  /// Whether it answers the tensors that serve the bound, too, which no verdict asks for.
  private let answersAdvisory: Bool

  /// Creates the implementation.
  public init() { self.init(answersAdvisory: true) }

  /// Creates the implementation, or one that leaves out what only the bound uses.
  package init(answersAdvisory: Bool) { self.answersAdvisory = answersAdvisory }

  /// What the reference says of itself.
  public var description: ImplementationDescription {
    ImplementationDescription(name: Self.name, version: "1", language: "Swift")
  }

  /// Runs the body with a session; there is nothing to open or close.
  public func withSession<Result: Sendable>(
    _ body: (any ImplementationSession) async throws -> Result
  ) async throws -> Result {
    try await body(ReferenceSession(answersAdvisory: answersAdvisory))
  }
}

private struct ReferenceSession: ImplementationSession {
  let answersAdvisory: Bool

  func answer(_ request: CaseRequest) async -> CaseAnswer {
    var program = ReferenceProgram(request, answersAdvisory: answersAdvisory)
    return program.run()
  }
}
