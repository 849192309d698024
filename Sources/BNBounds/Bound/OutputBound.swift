// SPDX-License-Identifier: MIT

/// How far a computed output y = γ·(x − m)·i + β may lie from the exact one (R22, R29).
///
/// ```
/// E = |γ|(i·ec + |c|·i·ri + ec·i·ri + 2u|c|i) + u(2|β| + |y|) + t(1 + |γ| + |c|)
///   + u_p(2|β| + |y| + |γ|i·max(2|c|, |x| + 2|m|)) + t_p(1 + |x| + |m|)
/// ```
/// With ĉ = c + δ, |δ| ≤ ec, and î = i(1 + ρ), |ρ| ≤ ri: ĉ·î − c·i = i(δ + c·ρ + δ·ρ). The product δ·ρ
/// is not of second order where |m| is large beside √v, so it stays. Then come the product ĉ·î and
/// that by γ (or γ·î first): 2u|c|i; and adding β: u|y|. The folded form rounds β' = β − m·α as well:
/// its u|m·α| is in ec, its u|β| here; the second |β| pays for |ŷ| − |y| and for a β' rounded twice.
/// 16-bit modules round to the type of the parameters. Centred: ĉ·î and its product by γ, 2u_p|c|i, and
/// the sum, u_p|y|. Folded: α·x, m·α and β' = β − m·α, u_p|α|(|x| + 2|m|) + u_p|β|, and again u_p|y|. The
/// larger counts. A product that underflows loses t/2 and is then multiplied by γ or by c.
///
/// In evaluation (R29) the same formula holds with m = running_mean, v = running_var and the carried
/// allowances for Em and Ev; to first order they add |γ|·i·C_rm + ½|y − β|·i²·C_rv.
///
/// Once γ·i·x or γ·i·m overflows, the folded form gives anything and E is infinite.
///
/// γ = 0 gives y = β whatever the scale; with eps infinite i = 0 and again y = β.
enum OutputBound {
  static func error(
    input: Double,
    output: Double,
    weight: Double,
    bias: Double,
    normalization channel: Normalization,
    arithmetic: BoundArithmetic
  ) -> Double {
    let u = arithmetic.roundoff
    let shift =
      (u + arithmetic.storageRoundoff) * (2 * bias.magnitude + output.magnitude)
      + arithmetic.smallest + arithmetic.storageSmallest
    guard weight != 0, channel.scale != 0 else { return shift }
    let centred = (input - channel.mean).magnitude
    let centredError = channel.centredError(centred, arithmetic: arithmetic)
    let relative = channel.scaleError
    let normalized =
      centredError + centred * relative + centredError * relative + 2 * u * centred
      + arithmetic.storageRoundoff
      * max(2 * centred, input.magnitude + 2 * channel.mean.magnitude)
    let factor = weight.magnitude * channel.scale
    return factor * normalized + shift
      + arithmetic.overflow(factor * (input.magnitude + channel.mean.magnitude))
      + arithmetic.smallest * (weight.magnitude + centred)
      + arithmetic.storageSmallest * (input.magnitude + channel.mean.magnitude)
  }
}
