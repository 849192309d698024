// SPDX-License-Identifier: MIT

/// A small BatchNorm program with the values that the specification gives for it.
public struct GoldenCase: Equatable, Sendable {
  /// What the implementation under test gets to see.
  public var request: CaseRequest
  /// Why the case exists and how it counts.
  public var metadata: CaseMetadata
  /// What must hold after each step; as many as the request has steps.
  public var expectations: [StepExpectation]

  /// The stable name.
  public var id: CaseID { request.id }

  /// Creates a case.
  public init(request: CaseRequest, metadata: CaseMetadata, expectations: [StepExpectation]) {
    self.request = request
    self.metadata = metadata
    self.expectations = expectations
  }
}
