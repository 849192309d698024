// SPDX-License-Identifier: MIT

public import BatchNorm
public import BNTensors

/// What must hold after one step.
public struct StepExpectation: Equatable, Sendable {
  /// The kind of error that the step must fail with, or nil if it must succeed.
  public var error: ErrorKind?
  /// The expected tensors, advisory ones included; state tensors also after an error (R16).
  public var tensors: [TensorName: Tensor]

  /// Creates an expectation.
  public init(error: ErrorKind? = nil, tensors: [TensorName: Tensor] = [:]) {
    self.error = error
    self.tensors = tensors
  }
}
