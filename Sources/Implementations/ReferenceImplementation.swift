// SPDX-License-Identifier: MIT

import GoldenCases

/// The suite's own BatchNorm: exact, rounded once, in process.
public struct ReferenceImplementation: Implementation {
  /// The name by which the command line knows it.
  public static let name = "reference"

  /// Creates the implementation.
  public init() {}

  /// What the reference says of itself.
  public var description: ImplementationDescription {
    ImplementationDescription(name: Self.name, version: "1", language: "Swift")
  }

  /// Runs the body with a session; there is nothing to open or close.
  public func withSession<Result: Sendable>(
    _ body: (any ImplementationSession) async throws -> Result
  ) async throws -> Result {
    try await body(ReferenceSession())
  }
}

private struct ReferenceSession: ImplementationSession {
  func answer(_ request: CaseRequest) async -> CaseAnswer {
    var program = ReferenceProgram(request)
    return program.run()
  }
}
