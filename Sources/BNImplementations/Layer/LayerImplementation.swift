// SPDX-License-Identifier: MIT

public import BNGoldenCases

/// An implementation made of a layer under test, in this process.
public struct LayerImplementation<Layer: LayerUnderTest>: Implementation {
  /// What the implementation says of itself.
  public let description: ImplementationDescription

  /// Creates an implementation from the type of its layers.
  ///
  /// The description declares what it lists itself and what the type declares.
  public init(_ layer: Layer.Type, description: ImplementationDescription) {
    var description = description
    let limits = (description.unsupported ?? []) + layer.unsupported
    description.unsupported = limits.isEmpty ? nil : limits
    self.description = description
  }

  /// Runs the body with a session; there is nothing to open or close.
  public func withSession<Result: Sendable>(
    _ body: (any ImplementationSession) async throws -> Result
  ) async throws -> Result {
    try await body(Session(description: description))
  }

  /// Answers a request with a fresh layer.
  public func answer(_ request: CaseRequest) -> CaseAnswer {
    Session(description: description).answer(request)
  }

  private struct Session: ImplementationSession {
    let description: ImplementationDescription

    func answer(_ request: CaseRequest) -> CaseAnswer {
      if let limit = description.limit(for: request) {
        return .unsupported(
          reason: limit.reason ?? "layer declares \(limit.feature) unsupported",
          link: limit.link
        )
      }
      return StepProgram<Layer>.answer(request, creating: Layer.init(configuration:state:))
    }
  }
}
