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
}
