// SPDX-License-Identifier: MIT

/// The exact mean, variance and scale that a forward normalises a channel with, and their errors.
///
/// Training takes mean and variance from the batch with ``MeanBound`` and ``VarianceBound`` as errors
/// (R22); evaluation takes the running statistics (R29), which an implementation has only as exactly
/// as its own earlier rounding allowed: there the errors are the carried allowances
/// (``RunningHistory``). Every other formula is the same for both modes.
/// ```
/// i  = 1/√(v + eps)
/// e  = (Ev + u_e·eps + t)/|v + eps| + 2u_e
/// ri = (1 − e)^-½ − 1 + 3u_e + t_p/i
/// ```
/// u_e is u, but u_p in 16-bit modules, whose operations may round to their own type.
///
/// **e**, the relative error of v̂ + eps: Ev; rounding eps to the arithmetic's type, u_e·eps + t at most;
/// the addition, u_e; one u_e to spare for the rounding of θ's own products. In evaluation a negative
/// running variance near −eps makes the quotient large: real cancellation.
///
/// **ri**, the relative error of the scale: î/i = (1 + θ)^-½·(1 + δ1)(1 + δ2) with |θ| ≤ e for root and
/// reciprocal, and (1 + θ)^-½ ≤ (1 − e)^-½ on either side, since the function is convex. For e ≤ ¼ the
/// two roundings cost at most 2u_e·1.155, which leaves 0.69u_e for a reciprocal root that is not quite
/// rounded to nearest. 16-bit modules may store the scale, where it may be subnormal: t_p/i.
///
/// (1 − e)^-½ − 1 is evaluated as e/(s(1 + s)) with s = √(1 − e), which does not cancel. From e = 1 on
/// nothing is known of the scale: ri is infinite.
struct Normalization {
  /// m.
  let mean: Double
  /// Em.
  let meanError: Double
  /// v.
  let variance: Double
  /// i.
  let scale: Double
  /// e: from ¼ on the variance counts as lost in rounding.
  let varianceShare: Double
  /// ri.
  let scaleError: Double

  init(
    mean: Double,
    meanError: Double,
    variance: Double,
    varianceError: Double,
    eps: Double,
    arithmetic: BoundArithmetic
  ) {
    self.mean = mean
    self.meanError = meanError
    self.variance = variance
    let sum = variance + eps
    scale = 1 / sum.squareRoot()
    varianceShare = Self.varianceShare(
      sum: sum.magnitude,
      error: varianceError,
      eps: eps.magnitude,
      arithmetic: arithmetic
    )
    let root = (1 - varianceShare).squareRoot()
    scaleError =
      varianceShare < 1
      ? varianceShare / (root * (1 + root)) + 3 * arithmetic.elementRoundoff
        + (scale > 0 ? arithmetic.storageError(scale) / scale : 0)
      : .infinity
  }

  /// Whether the variance is lost in rounding (numerics: e ≥ ¼).
  var isLost: Bool { !(varianceShare < 0.25) }

  /// The error of a computed x − mean: Em, its own rounding, and what the folded form loses.
  ///
  /// ```
  /// ec = Em + u_e·(|c| + Em) + 3u·|m|        c = x − m
  /// ```
  /// The folded form y = α·x + β' with α = γ·i, β' = β − m·α rounds α·x, m·α and β': u|α|(|x| + 2|m|)
  /// ≤ u|α|(|c| + 3|m|) beyond what the centred form rounds. It is legal, and PyTorch's own.
  func centredError(_ centred: Double, arithmetic: BoundArithmetic) -> Double {
    meanError
      + arithmetic.elementRoundoff * (centred.magnitude + meanError)
      + 3 * arithmetic.roundoff * mean.magnitude
  }

  private static func varianceShare(
    sum: Double,
    error: Double,
    eps: Double,
    arithmetic: BoundArithmetic
  ) -> Double {
    // An infinite eps is infinite in every arithmetic; a finite one that overflows is lost.
    if eps == .infinity { return 2 * arithmetic.elementRoundoff }
    guard sum <= arithmetic.largest else { return .infinity }
    let absolute = error + arithmetic.elementRoundoff * eps + arithmetic.smallest
    let share = absolute / sum + 2 * arithmetic.elementRoundoff
    return share.isNaN ? .infinity : share
  }
}
