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
///
/// Automatic differentiation of (v + ε)^(−1/2) multiplies by i³ before it multiplies by 2c/n. Where i³ or its
/// product with Σγ·dy·c underflows, t is lost of either: (2|c|/n)·t·(1 + Σ|γ·dy·c|).
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
    let deviations = input.map { channel.centred($0, arithmetic: arithmetic).value.magnitude }
    let sum = zip(gradOutput, deviations).reduce(0) { $0 + ($1.0 * $1.1 * weight).magnitude }
    let lost = 2 * arithmetic.smallest * (1 + sum) / Double(input.count)
    return zip(zip(gradOutput, projected.values), deviations).map { pair, deviation in
      let (gradient, value) = pair
      let other = (value.value - gradient).magnitude
      return step.product(factor, value).error + parts * (gradient.magnitude + other)
        + (lost.isFinite && deviation.isFinite ? lost * deviation : 0)
    }
  }
}
