// SPDX-License-Identifier: MIT

public import BatchNorm
public import BNTensors

/// What an implementation under test said to a request.
public enum CaseAnswer: Equatable, Sendable {
  /// It ran; one observation for each step.
  case ran([StepObservation])
  /// It cannot express the case.
  case unsupported(reason: String, link: String?)
  /// It broke: a crash, a timeout, an answer that breaks the protocol.
  case errored(message: String)
}

/// What was seen after one step.
public struct StepObservation: Equatable, Sendable {
  /// The error that the step raised, or nil if it succeeded.
  public var error: ObservedError?
  /// The tensors that the step produced and the state after it.
  public var tensors: [TensorName: Tensor]
  /// Whether the step left its input as it was (R19); nil if that was not observed.
  public var inputUnchanged: Bool?

  /// Creates an observation.
  public init(
    error: ObservedError? = nil,
    tensors: [TensorName: Tensor] = [:],
    inputUnchanged: Bool? = nil
  ) {
    self.error = error
    self.tensors = tensors
    self.inputUnchanged = inputUnchanged
  }
}

/// An error that an implementation raised.
public struct ObservedError: Equatable, Sendable {
  /// The kind, or nil if the adapter could not classify it.
  public var kind: ErrorKind?
  /// The implementation's own text.
  public var message: String

  /// Creates an observed error.
  public init(kind: ErrorKind?, message: String) {
    self.kind = kind
    self.message = message
  }
}
