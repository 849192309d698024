// SPDX-License-Identifier: MIT

/// How far a computed gradient of γ, i·Σdy·(x − m), may lie from the exact one (R33, R34).
///
/// ```
/// E = i(1 + ri)·[Σ|dy|·ec + (θ_{h+1} + 2u_p)·Σ|dy|(|c| + ec)] + |dγ|(ri + 4u + 2u_p)
/// ```
/// Each computed c is off by ec at most, so the products dy·ĉ are off by |dy|·ec before rounding; the
/// product's rounding and those of the sum make h + 1 factors on |dy|·|ĉ|. That sum's error is
/// multiplied by î ≤ i(1 + ri), and î's own error falls on the exact sum: |dγ|·ri. Four roundings
/// remain for the product by i, for storing, and for sums that multiply by i first.
///
/// 16-bit modules may keep x̂ = ĉ·î and the products dy·x̂ as tensors of their own type, 2u_p on each
/// summand, and round the sum and its product by i to it, 2u_p on the result.
///
/// A sum Σdy·x − m·Σdy is no legal form: it loses digits as a one-pass variance does.
enum GradientWeightBound {
  static func error(
    gradOutput: ArraySlice<Double>,
    input: ArraySlice<Double>,
    normalization channel: Normalization,
    propagation: ErrorPropagation
  ) -> Double {
    let arithmetic = propagation.arithmetic
    var (inherited, magnitudes, sum) = (0.0, 0.0, 0.0)
    for (gradient, x) in zip(gradOutput, input) {
      let c = channel.centred(x, arithmetic: arithmetic)
      inherited += gradient.magnitude * c.error
      magnitudes += gradient.magnitude * (c.value.magnitude + c.error)
      sum += gradient * c.value
    }
    guard channel.scale != 0 else { return arithmetic.smallest }
    let exact = (sum * channel.scale).magnitude
    let stored = 2 * arithmetic.storageRoundoff
    let sumError =
      inherited + (arithmetic.growth(propagation.depth + 1) + stored) * magnitudes
    return channel.scale * (1 + channel.scaleError) * sumError
      + exact * (channel.scaleError + 4 * arithmetic.roundoff + stored)
      + arithmetic.smallest * (1 + channel.scale) + arithmetic.overflow(magnitudes)
  }
}
