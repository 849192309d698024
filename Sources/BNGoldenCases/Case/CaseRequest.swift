// SPDX-License-Identifier: MIT

public import BatchNorm

/// A case without its expected values: all that an implementation under test gets to see.
public struct CaseRequest: Equatable, Sendable {
  /// The stable name.
  public var id: CaseID
  /// What the layer is constructed with.
  public var configuration: LayerConfiguration
  /// The layer's tensors before the first step.
  public var initialState: LayerState
  /// The program.
  public var steps: [Step]

  /// Creates a request.
  public init(
    id: CaseID,
    configuration: LayerConfiguration,
    initialState: LayerState,
    steps: [Step]
  ) {
    self.id = id
    self.configuration = configuration
    self.initialState = initialState
    self.steps = steps
  }
}
