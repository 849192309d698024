// SPDX-License-Identifier: MIT

/// How far one update of the running mean may lie from the exact one (R23, R27).
///
/// ```
/// rm' = (1 − a)·rm + a·m,    p = |1 − a|, q = |a|
/// E   = q·Em + u_e[3(p + q)|rm| + (3q + p)|m| + 2|rm'|] + t + 2q(u_p|m| + t_p)
/// ```
/// **New-weight form**, with u for u_e. a rounded to the type: q·u on either summand; 1 − a rounded: p·u;
/// the two products: p·u|rm|, q·u|m|; the sum: u|rm'|. Together (2p + q)|rm| + 2q|m| + |rm'|.
/// **Old-weight form**, which is given 1 − a: its rounding costs p·u on either summand (1 − 0.9f is
/// 0.1 + 4u·0.1…), the subtraction q·u: (2p)|rm| + (2q + p)|m| + |rm'|.
/// **Interpolation** rm + a·(m − rm): a, difference and product cost 3q·u(|rm| + |m|), the sum u|rm'|.
/// The line above is at least each of them; the spare pays for second-order terms.
///
/// In 16-bit modules each of these operations may round to the type of the statistics, a and 1 − a too:
/// u_e = u_p there and u elsewhere. The new summand may be rounded on its way, beside Em's own u_p:
/// 2q(u_p|m| + t_p). An implementation starts from its own rm, off by C: p·C is added by
/// ``RunningHistory``.
enum RunningMeanBound {
  static func error(
    old: Double,
    new: Double,
    mean: Double,
    meanError: Double,
    factor: Double,
    arithmetic: BoundArithmetic
  ) -> Double {
    let (p, q) = ((1 - factor).magnitude, factor.magnitude)
    let roundings =
      3 * (p + q) * old.magnitude + (3 * q + p) * mean.magnitude + 2 * new.magnitude
    return q * meanError + arithmetic.elementRoundoff * roundings
      + 2 * q * arithmetic.storageError(mean) + arithmetic.smallest
  }
}
