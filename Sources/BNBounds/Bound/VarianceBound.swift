// SPDX-License-Identifier: MIT

/// How far a computed biased variance may lie from the exact variance v.
///
/// ```
/// Ev = (θ_{h+4} + 3u_p)·(v + Em²) + Em² + θ_h·A·√v + 2t + (u_p·v + t_p)
/// ```
/// **Two passes.** With the computed mean m̂ = m − δ, |δ| ≤ Em, each summand is
/// ((c_j + δ)(1 + ε))²(1 + ε'): three factors; at most h additions and the division make h + 4. All
/// summands are ≥ 0, so v̂ = (1 + θ)·(1/n)·Σ(c_j + δ)² with |θ| ≤ θ_{h+4}, and since Σc_j = 0 the mean of
/// the squares is v + δ² exactly: an error of the mean enters squared. This part is rigorous. Squares
/// that underflow lose t/2 each, the quotient t/2 again: 2t.
///
/// **Welford and Chan.** M2 += (x_k − m_{k−1})(x_k − m_k) sees the error e_k of the *running* mean to first
/// order: −e_{k−1}(x_k − m_k) − e_k(x_k − m_{k−1}). The recurrence of ``MeanBound`` gives |e_k| ≲ u·k·A/2
/// where |m_k| ≲ A, and Σ|x_k − m| ≤ n·√v (Cauchy–Schwarz), so (1/n)·Σ 2|e_k||c_k| ≲ h·u·A·√v. Chan's merge
/// of chunks needs less. This part is first order, for data in no adversarial order.
///
/// **16-bit modules** may keep ĉ and its squares in the type of the parameters, 3u_p on each summand, and
/// store the variance in it: u_p·v + t_p.
///
/// **One pass**, Σx²/n − m², errs by some h·u·m² and is meant to fail once |m| is large beside √v.
///
/// Once Σ(x − m)² overflows, nothing is known: Ev is infinite.
enum VarianceBound {
  static func error(
    variance: Double,
    absoluteMean: Double,
    meanError: Double,
    count: Double,
    depth: Double,
    arithmetic: BoundArithmetic
  ) -> Double {
    let square = meanError * meanError
    let summands = arithmetic.growth(depth + 4) + 3 * arithmetic.storageRoundoff
    return summands * (variance + square) + square
      + arithmetic.growth(depth) * absoluteMean * variance.squareRoot()
      + 2 * arithmetic.smallest + arithmetic.storageError(variance)
      + arithmetic.overflow(count * (variance + square))
  }
}
