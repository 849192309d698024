// SPDX-License-Identifier: MIT

public import BNTensors

/// An incoming gradient that does not fit the forward that it is meant for.
public struct GradientMismatch: Error, Equatable, Sendable {
  /// The gradient, by its name in the golden format.
  public let gradient: String
  /// The type that it must have.
  public let expectedType: ElementType
  /// The type that it has.
  public let type: ElementType
  /// The shape that it must have.
  public let expectedShape: Shape
  /// The shape that it has.
  public let shape: Shape
}

extension GradientMismatch: CustomStringConvertible {
  /// One line for people.
  public var description: String {
    """
    \(gradient) is \(type.rawValue) \(shape), but must be \(expectedType.rawValue) \
    \(expectedShape)
    """
  }
}

extension ForwardPass {
  /// Refuses a gradient that is not of the form of the tensor that it belongs to.
  func check(
    _ gradient: Tensor,
    _ name: String,
    like tensor: Tensor
  ) throws(GradientMismatch) {
    guard gradient.shape == tensor.shape, gradient.elementType == tensor.elementType else {
      throw GradientMismatch(
        gradient: name,
        expectedType: tensor.elementType,
        type: gradient.elementType,
        expectedShape: tensor.shape,
        shape: gradient.shape
      )
    }
  }

  /// Refuses second-order gradients that do not fit: P is like the input, Q and B have an element for
  /// each channel, of the parameter's type where there is one.
  func check(_ incoming: SecondOrderInput) throws(GradientMismatch) {
    if let gradient = incoming.gradGradInput { try check(gradient, "grad_grad_input", like: input) }
    try check(incoming.gradGradWeight, "grad_grad_weight", of: weight)
    try check(incoming.gradGradBias, "grad_grad_bias", of: bias)
  }

  private func check(
    _ gradient: Tensor?,
    _ name: String,
    of parameter: Tensor?
  ) throws(GradientMismatch) {
    guard let gradient else { return }
    let channels = Shape.vector(input.shape.channels ?? 0)
    let type = parameter?.elementType ?? gradient.elementType
    guard gradient.count == channels.count, gradient.elementType == type, type.format != nil else {
      throw GradientMismatch(
        gradient: name,
        expectedType: parameter?.elementType ?? input.elementType,
        type: gradient.elementType,
        expectedShape: parameter?.shape ?? channels,
        shape: gradient.shape
      )
    }
  }
}
