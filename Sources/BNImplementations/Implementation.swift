// SPDX-License-Identifier: MIT

public import BNGoldenCases

/// A BatchNorm under test, reached in any way.
public protocol Implementation: Sendable {
  /// The name and what the implementation declares of itself.
  var description: ImplementationDescription { get async throws }

  /// Opens a session, hands it to the body and closes it whatever happens.
  func withSession<Result: Sendable>(
    _ body: (any ImplementationSession) async throws -> Result
  ) async throws -> Result
}

/// An open connection to an implementation; answers one request after the other.
public protocol ImplementationSession {
  /// Answers a request; what goes wrong on the implementation's side is an answer, too.
  func answer(_ request: CaseRequest) async -> CaseAnswer

  /// Answers a request whose inputs lie in memory in a layout that the implementation declared.
  func answer(_ request: CaseRequest, layout: InputLayout) async -> CaseAnswer
}

extension ImplementationSession {
  /// Answers that tensors are passed in row-major order only.
  public func answer(_ request: CaseRequest, layout: InputLayout) async -> CaseAnswer {
    .unsupported(reason: "inputs are passed in row-major order", link: nil)
  }
}
