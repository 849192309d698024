// SPDX-License-Identifier: MIT

import BNExactArithmetic
public import BNTensors

/// The second-order gradients; those that were not asked for are nil.
public struct SecondOrderGradients: Equatable, Sendable {
  /// The derivative with respect to grad_output, of the input's type.
  public var gradOutput: Tensor?
  /// The derivative with respect to γ, of the parameters' type; nil without a weight.
  public var weight: Tensor?
  /// The derivative with respect to x, of the input's type.
  public var input: Tensor?
}

extension ForwardPass {
  /// The derivatives of ⟨P, dx⟩ + ⟨Q, dγ⟩ + ⟨B, dβ⟩ with respect to dy, γ and x (R39, R40).
  ///
  /// The bias term B counts with and without a weight; upstream drops it without one (R41).
  ///
  /// - Throws: ``GradientMismatch`` unless each gradient has the type and shape of its tensor.
  public func doubleBackward(
    gradOutput: Tensor,
    incoming: SecondOrderInput,
    wants: Set<SecondOrderGradient>
  ) throws(GradientMismatch) -> SecondOrderGradients {
    try check(gradOutput, "grad_output", like: output)
    try check(incoming)
    var outputBits = [UInt64](repeating: 0, count: input.count)
    var weightBits = [UInt64](repeating: 0, count: weight?.count ?? 0)
    var inputBits = [UInt64](repeating: 0, count: input.count)
    for channel in channels.indices {
      let terms = SecondOrderTerms(
        pass: self,
        channel: channel,
        gradOutput: gradOutput,
        incoming: incoming
      )
      if let weight, wants.contains(.weight) { weightBits[channel] = weight.round(terms.weight) }
      for (position, offset) in terms.offsets.enumerated() {
        if wants.contains(.gradOutput) {
          outputBits[offset] = input.round(terms.gradOutput(position))
        }
        if wants.contains(.input) { inputBits[offset] = input.round(terms.input(position)) }
      }
    }
    return SecondOrderGradients(
      gradOutput: wants.contains(.gradOutput) ? input.replacing(bits: outputBits) : nil,
      weight: wants.contains(.weight) ? weight?.replacing(bits: weightBits) : nil,
      input: wants.contains(.input) ? input.replacing(bits: inputBits) : nil
    )
  }
}
