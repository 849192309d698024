// SPDX-License-Identifier: MIT

public import BatchNorm
public import BNTensors

/// What a forward of a layer under test gives.
public struct LayerForward<Saved> {
  /// The output.
  public var output: Tensor
  /// What the backward needs.
  public var saved: Saved
  /// Whether the input is as it was (R19); nil if nobody looked.
  public var inputUnchanged: Bool?
  /// What serves the bound.
  package var advisory: [TensorName: Tensor] = [:]

  /// Creates a result; a Swift tensor that is passed in cannot have been changed.
  public init(output: Tensor, saved: Saved, inputUnchanged: Bool? = true) {
    self.output = output
    self.saved = saved
    self.inputUnchanged = inputUnchanged
  }
}

/// The first-order gradients of a layer under test.
public struct LayerGradients {
  /// ∂L/∂x.
  public var input: Tensor?
  /// ∂L/∂γ.
  public var weight: Tensor?
  /// ∂L/∂β.
  public var bias: Tensor?

  /// Creates gradients; those without a parameter are nil (R35).
  public init(input: Tensor? = nil, weight: Tensor? = nil, bias: Tensor? = nil) {
    (self.input, self.weight, self.bias) = (input, weight, bias)
  }
}

/// The second-order gradients of a layer under test.
public struct LayerSecondGradients {
  /// The derivative with respect to grad_output.
  public var gradOutput: Tensor?
  /// The derivative with respect to γ.
  public var weight: Tensor?
  /// The derivative with respect to x.
  public var input: Tensor?

  /// Creates gradients.
  public init(gradOutput: Tensor? = nil, weight: Tensor? = nil, input: Tensor? = nil) {
    (self.gradOutput, self.weight, self.input) = (gradOutput, weight, input)
  }
}

/// A layer under test refuses a step, for a reason that `ErrorKind` may not have.
public struct LayerRefusal: Error, Equatable, CustomStringConvertible {
  /// The kind, or nil if it is none of ours.
  public var kind: ErrorKind?
  /// The implementation's own text.
  public var message: String

  /// Creates a refusal.
  public init(kind: ErrorKind?, message: String) {
    self.kind = kind
    self.message = message
  }

  /// The text, or the kind where there is none.
  public var description: String { message.isEmpty ? kind?.rawValue ?? "refused" : message }
}

/// An implementation cannot express a case, and no feature that it could have declared says so.
public struct UnsupportedCase: Error, Equatable, CustomStringConvertible {
  /// Why.
  public var reason: String
  /// Where to read more.
  public var link: String?

  /// Creates the answer that a case is not supported.
  public init(_ reason: String, link: String? = nil) {
    self.reason = reason
    self.link = link
  }

  /// The reason.
  public var description: String { reason }
}
