// SPDX-License-Identifier: MIT

public import BatchNorm
public import BNTensors

/// What the steps of a case ask of a layer, however it was created.
///
/// A step that the layer refuses throws an `ErrorKind` or a ``LayerRefusal``; what cannot be
/// expressed throws ``UnsupportedCase``, as the functions with default implementations do.
public protocol SteppedLayer {
  /// What a forward keeps for its backward.
  associatedtype SavedForward

  /// The tensors that the layer holds now.
  var state: LayerState { get throws }

  /// Normalizes; in training also updates the running statistics.
  mutating func forward(
    _ input: Tensor,
    mode: ForwardMode
  ) throws -> LayerForward<SavedForward>

  /// The gradients of a forward, perhaps after later forwards (R36); those not wanted may be nil.
  mutating func backward(
    _ saved: SavedForward,
    gradOutput: Tensor,
    wants: [FirstOrderGradient]
  ) throws -> LayerGradients

  /// The derivatives of the backward with this incoming gradient (R39, R40).
  mutating func doubleBackward(
    _ saved: SavedForward,
    gradOutput: Tensor,
    incoming: SecondOrderInput,
    wants: [SecondOrderGradient]
  ) throws -> LayerSecondGradients

  /// The method `reset_running_stats` (R4).
  mutating func resetRunningStats() throws

  /// Sets the attribute `track_running_stats` and leaves the buffers as they are (R32).
  mutating func setTrackRunningStats(_ flag: Bool) throws

  /// Loads a state dict strictly (R5).
  mutating func loadState(_ state: LayerState, version: StateVersion) throws

  /// Sets the attribute `eps`.
  mutating func setEps(_ eps: Double) throws

  /// Sets the attribute `momentum`; nil is the cumulative average.
  mutating func setMomentum(_ momentum: Double?) throws

  /// Says whether the forwards that follow will have backwards.
  mutating func setGradEnabled(_ flag: Bool) throws

  /// A layer of its own with the same attributes, parameters and statistics.
  func copied() throws -> Self
}

extension SteppedLayer {
  /// Refuses: no gradients.
  public mutating func backward(
    _ saved: SavedForward,
    gradOutput: Tensor,
    wants: [FirstOrderGradient]
  ) throws -> LayerGradients { throw UnsupportedCase("has no backward") }

  /// Refuses: no second derivatives.
  public mutating func doubleBackward(
    _ saved: SavedForward,
    gradOutput: Tensor,
    incoming: SecondOrderInput,
    wants: [SecondOrderGradient]
  ) throws -> LayerSecondGradients { throw UnsupportedCase("has no double backward") }

  /// Refuses: no such method.
  public mutating func resetRunningStats() throws {
    throw UnsupportedCase("has no reset_running_stats")
  }

  /// Refuses: no such attribute.
  public mutating func setTrackRunningStats(_ flag: Bool) throws {
    throw UnsupportedCase("cannot change track_running_stats")
  }

  /// Refuses: no state dicts.
  public mutating func loadState(_ state: LayerState, version: StateVersion) throws {
    throw UnsupportedCase("loads no state dicts")
  }

  /// Refuses: eps is fixed.
  public mutating func setEps(_ eps: Double) throws {
    throw UnsupportedCase("cannot change eps")
  }

  /// Refuses: momentum is fixed.
  public mutating func setMomentum(_ momentum: Double?) throws {
    throw UnsupportedCase("cannot change momentum")
  }

  /// Refuses: every forward is recorded, or none.
  public mutating func setGradEnabled(_ flag: Bool) throws {
    throw UnsupportedCase("has no set_grad_enabled")
  }

  /// Refuses: cannot be copied.
  public func copied() throws -> Self { throw UnsupportedCase("cannot be copied") }
}
