// SPDX-License-Identifier: MIT

internal import CBNKernels

/// The constants of one float64 channel in double-double, with bounds for their errors.
/// ```
/// y = β + slope·(d − mean)      d = x − centre
/// ```
/// The bounds are derived in CorrectRounding.md, "Constants of float64".
struct DoubleLine {
  /// 1/√(variance + eps).
  let inverseRoot: DoubleDouble
  /// γ/√(variance + eps).
  let slope: DoubleDouble
  /// What is subtracted from x without rounding.
  let centre: Double
  /// The mean of d, and a bound for its absolute error.
  let mean: DoubleDouble
  let meanError: Double
  /// β.
  let beta: Double
  /// A bound for the relative error of the slope.
  let slopeError: Double
  /// What the bounds are multiplied by; more than 1 only to exercise the tiers.
  let stress: Double

  /// Slopes for which nothing here overflows or underflows.
  static let slopes = 0x1p-400...0x1p400

  /// The constants of a batch; nil where only exact numbers serve.
  init?(sums: BoundedSums, gamma: Double, beta: Double, eps: Double, stress: Double) {
    guard sums.isBounded, beta.isFinite, ChannelLine.epsRange.contains(eps) else { return nil }
    let spread = ChannelSpread(sums)
    let n = spread.count
    let addend = DoubleDouble(product: n, n) * eps
    let scale = spread.spread + addend
    let scaleError =
      1.01
      * (spread.spreadError + 0x1p-98 * (spread.spread.magnitude + addend.magnitude)) / scale.high
    guard scale.high > 0, scaleError < 0x1p-60 else { return nil }
    let inverseRoot = DoubleDouble(n) / scale.squareRoot
    self.init(
      inverseRoot: inverseRoot,
      gamma: gamma,
      centre: sums.centre,
      mean: spread.mean,
      meanError: spread.meanError,
      beta: beta,
      slopeError: scaleError + 0x1p-97,
      stress: stress
    )
  }

  /// The constants of evaluation; nil where only exact numbers serve.
  init?(
    runningMean: Double,
    runningVar: Double,
    gamma: Double,
    beta: Double,
    eps: Double,
    stress: Double
  ) {
    guard runningMean.magnitude < 0x1p400, runningVar.magnitude < 0x1p500, beta.isFinite,
      ChannelLine.epsRange.contains(eps)
    else { return nil }
    let scale = DoubleDouble(sum: runningVar, eps)
    guard scale.high > 0x1p-500 else { return nil }
    self.init(
      inverseRoot: DoubleDouble(1) / scale.squareRoot,
      gamma: gamma,
      centre: 0,
      mean: DoubleDouble(runningMean),
      meanError: 0,
      beta: beta,
      slopeError: 0x1p-97,
      stress: stress
    )
  }

  private init?(
    inverseRoot: DoubleDouble,
    gamma: Double,
    centre: Double,
    mean: DoubleDouble,
    meanError: Double,
    beta: Double,
    slopeError: Double,
    stress: Double
  ) {
    // Splitting a larger γ would overflow.
    guard gamma.magnitude < 0x1p900, beta.magnitude < 0x1p500 else { return nil }
    slope = inverseRoot * gamma
    guard gamma == 0 || Self.slopes.contains(slope.magnitude) else { return nil }
    self.inverseRoot = inverseRoot
    self.centre = centre
    self.mean = mean
    self.meanError = meanError
    self.beta = beta
    self.slopeError = slopeError
    self.stress = stress
  }

  /// Tier 1: a line whose ends enclose the result for every |d| up to `largest`; nil where none does.
  func line(largest: Double) -> bn_double_line? {
    let a = slope.magnitude
    let b = DoubleDouble(beta) - slope * mean
    let size = a * largest + b.magnitude
    guard largest < 0x1p450, size < 0x1p500 else { return nil }
    let rest =
      a * (slopeError * (largest + mean.magnitude) + meanError)
      + 0x1p-95 * (beta.magnitude + a * mean.magnitude) + 0x1p-900
    // |slope·d| + |base| stay below half of the binade's length.
    let binade = Double.powerOfTwo((max(size, 0x1p-700) * 1.0001).exponent + 2)
    let e = (0x1.04p-102 * binade + rest) * stress
    let anchor = 1.5 * binade
    let start = anchor + b.high
    let left = (b.high - (start - anchor)) + b.low
    return bn_double_line(
      slope: slope.high,
      slope_rest: slope.low,
      centre: centre,
      anchor: anchor,
      start: start,
      low: left - e,
      high: left + e
    )
  }

  /// Tier 2: the result for one x as an enclosure, in double-double.
  func enclosure(_ x: Double) -> Enclosure {
    let d = x - centre
    let deviation = DoubleDouble(sum: d, -mean.high)
    let centred = DoubleDouble(ordered: deviation.high, deviation.low - mean.low)
    let a = slope.magnitude
    let error =
      a * (slopeError * centred.magnitude + meanError)
      + 0x1p-95 * (a * (d.magnitude + 2 * mean.magnitude) + beta.magnitude) + 0x1p-900
    return Enclosure(middle: DoubleDouble(beta) + slope * centred, error: error * stress)
  }
}
