// SPDX-License-Identifier: MIT

/// How far a computed batch mean may lie from the exact mean m.
///
/// ```
/// Em = θ_h·A + u·|m| + t + (u_p·|m| + t_p)          A = Σ|x|/n
/// ```
/// **Sums of depth h.** Let every value pass through at most h rounded additions: n − 1 in a serial
/// sum, ⌈log2 n⌉ in a pairwise one, in between for blocks. Then Ŝ = Σ x_j(1 + θ_j) with |θ_j| ≤ θ_h,
/// so |Ŝ − S| ≤ θ_h·Σ|x|. Dividing by n multiplies by 1 + δ, |δ| ≤ u; the product of both is again
/// inside θ_h·A + u·|m|, because a serial sum has h − 1 additions at h = n and so one u·A to spare
/// (for other h the missing u·θ_h·A is of second order). Multiplying by a rounded 1/n costs one u·|m|
/// more, which that spare pays as well. Subnormal results lose at most t/2.
///
/// **Welford's recurrence** m_k = m_{k−1} + (x_k − m_{k−1})/k weighs an error made at step k by k/n.
/// Rounding m_k costs u·|m_k|·k/n, where k·|m_k| ≤ Σ_{j≤k}|x_j| ≤ n·A: together at most n·u·A. The
/// difference and the quotient cost 2u·|x_k − m_{k−1}|/n each step, together 2u·A·(1 + ln n) at most.
/// So at h = n Em is Welford's worst case but for that logarithm, and random signs stay far below.
///
/// **16-bit modules** may store the mean in the type of the parameters: u_p·|m| + t_p. The second term
/// counts: a mean of 1e-5 is subnormal in float16.
///
/// Once Σ|x| overflows, nothing is known: Em is infinite.
enum MeanBound {
  static func error(
    mean: Double,
    absoluteMean: Double,
    count: Double,
    depth: Double,
    arithmetic: BoundArithmetic
  ) -> Double {
    arithmetic.growth(depth) * absoluteMean
      + arithmetic.roundoff * mean.magnitude + arithmetic.smallest
      + arithmetic.storageError(mean) + arithmetic.overflow(count * absoluteMean)
  }
}
