// SPDX-License-Identifier: MIT

/// How far computed gradients of x may lie from the exact ones (R33, R34).
///
/// ```
/// training     dx = γ·i·((dy − Σdy/n) − c·k),   k = i²·Σ(dy·c)/n
/// evaluation   dx = γ·i·dy
/// ```
/// The training form is ``ProjectedGradient`` times γ·i; values and errors are carried. Where x̂ = ±1
/// (n = 2), dy is constant, or dy ∝ x̂, dx is all cancellation: the bound is set by the terms, not by
/// the result.
///
/// An input of 16 bits that is converted once for its statistics and once for its normalization has a
/// gradient of two parts, γ·i·dy and −γ·i·(Σdy/n + c·k). Automatic differentiation rounds each to the
/// input's type before it adds them: u_x of either part. They are no smaller where they cancel.
enum GradientInputBound {
  static func errors(
    gradOutput: ArraySlice<Double>,
    input: ArraySlice<Double>,
    weight: Double,
    normalization channel: Normalization,
    usesBatch: Bool,
    propagation step: ErrorPropagation
  ) -> [Double] {
    let arithmetic = step.arithmetic
    guard weight != 0, channel.scale != 0 else {
      return gradOutput.map { _ in arithmetic.smallest }
    }
    let factor = step.product(BoundedNumber(exact: weight), channel.boundedScale)
    guard usesBatch else {
      return gradOutput.map { step.product(factor, BoundedNumber(exact: $0)).error }
    }
    let projected = ProjectedGradient(
      of: gradOutput,
      input: input,
      centred: input.map { channel.centred($0, arithmetic: arithmetic) },
      normalization: channel,
      propagation: step
    )
    let parts = (weight * channel.scale).magnitude * arithmetic.partRoundoff
    return zip(gradOutput, projected.values).map { gradient, value in
      let other = (value.value - gradient).magnitude
      return step.product(factor, value).error + parts * (gradient.magnitude + other)
    }
  }
}
