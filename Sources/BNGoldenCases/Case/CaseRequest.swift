// SPDX-License-Identifier: MIT

public import BatchNorm

/// A case without its expected values: all that an implementation under test gets to see.
public struct CaseRequest: Equatable, Sendable {
  /// The stable name.
  public var id: CaseID
  /// What the layer is constructed with.
  public var configuration: LayerConfiguration
  /// Whether the layer is made without naming eps, momentum, affine and track_running_stats, whose values are
  /// then those of R1.
  public var usesDefaults: Bool
  /// The layer's tensors before the first step.
  public var initialState: LayerState
  /// The program.
  public var steps: [Step]

  /// Creates a request.
  public init(
    id: CaseID,
    configuration: LayerConfiguration,
    usesDefaults: Bool = false,
    initialState: LayerState,
    steps: [Step]
  ) {
    self.id = id
    self.configuration = configuration
    self.usesDefaults = usesDefaults
    self.initialState = initialState
    self.steps = steps
  }
}
