// SPDX-License-Identifier: MIT

/// How far one update of the running variance may lie from the exact one (R23, R27).
///
/// ```
/// rv' = (1 − a)·rv + a·V,    V = v·n/(n − 1), p = |1 − a|, q = |a|
/// E   = q·n/(n − 1)·Ev + u_e[3(p + q)|rv| + (5q + p)V + 2|rv'|] + t + 2q(u_p·V + t_p)
/// ```
/// As in ``RunningMeanBound``, with two more roundings on the new summand: n/(n − 1) and the product
/// by it (M2/(n − 1) has none of them). Ev's absolute error grows by the exact factor n/(n − 1).
/// In 16-bit modules every operation may round to the type of the statistics, u_e = u_p, and the new summand
/// on its way, beside Ev's own u_p: 2q(u_p·V + t_p).
enum RunningVarianceBound {
  static func error(
    old: Double,
    new: Double,
    variance: Double,
    varianceError: Double,
    valuesPerChannel: Int,
    factor: Double,
    arithmetic: BoundArithmetic
  ) -> Double {
    let (p, q) = ((1 - factor).magnitude, factor.magnitude)
    let ratio = Double(valuesPerChannel) / Double(valuesPerChannel - 1)
    let unbiased = variance * ratio
    let roundings = 3 * (p + q) * old.magnitude + (5 * q + p) * unbiased + 2 * new.magnitude
    return q * ratio * varianceError + arithmetic.elementRoundoff * roundings
      + 2 * q * arithmetic.storageError(unbiased) + arithmetic.smallest
  }
}
