// SPDX-License-Identifier: MIT

internal import CBNKernels

/// The constants of one channel in double-double, with bounds for their errors.
/// ```
/// y = β + slope·(x − mean)
/// ```
/// The bounds are derived in CorrectRounding.md, "Constants" and "The three tiers".
struct ChannelLine {
  /// 1/√(variance + eps).
  let inverseRoot: DoubleDouble
  /// γ/√(variance + eps).
  let slope: DoubleDouble
  /// The mean, and a bound for its absolute error.
  let mean: DoubleDouble
  let meanError: Double
  /// β.
  let beta: Double
  /// A bound for the relative error of the slope.
  let slopeError: Double
  /// What the bounds of the two tiers are multiplied by; more than 1 only to exercise the tiers.
  let stress: Double

  /// The smallest and largest eps for which nothing here overflows or underflows.
  static let epsRange = 0x1p-500...0x1p500

  /// The constants of a batch; nil where only exact numbers serve.
  init?(sums: BoundedSums, gamma: Double, beta: Double, eps: Double, stress: Double) {
    guard sums.isBounded, gamma.isFinite, beta.isFinite, Self.epsRange.contains(eps) else {
      return nil
    }
    let spread = ChannelSpread(sums)
    let addend = DoubleDouble(product: spread.count, spread.count) * eps
    let scale = spread.spread + addend
    let scaleError =
      1.01
      * (spread.spreadError + 0x1p-98 * (spread.spread.magnitude + addend.magnitude)) / scale.high
    guard scale.high > 0, scaleError < 0x1p-30 else { return nil }
    inverseRoot = DoubleDouble(spread.count) / scale.squareRoot
    slope = inverseRoot * gamma
    mean = DoubleDouble(sums.centre) + spread.mean
    meanError =
      spread.meanError + 0x1p-98 * (sums.centre.magnitude + spread.mean.magnitude)
    self.beta = beta
    slopeError = 0.51 * scaleError + 0x1p-97
    self.stress = stress
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
    guard runningMean.isFinite, runningVar.isFinite, gamma.isFinite, beta.isFinite,
      Self.epsRange.contains(eps)
    else { return nil }
    let scale = DoubleDouble(sum: runningVar, eps)
    guard scale.high > 0x1p-500 else { return nil }
    inverseRoot = DoubleDouble(1) / scale.squareRoot
    slope = inverseRoot * gamma
    mean = DoubleDouble(runningMean)
    meanError = 0
    self.beta = beta
    slopeError = 0x1p-97
    self.stress = stress
  }

  /// Whether the constants leave hardly more undecided than exact ones, |x − mean| up to `reach`.
  func isSharp(reach: Double) -> Bool {
    slopeError < 0x1p-36 && meanError < 0x1p-36 * reach
  }

  /// The largest |x − mean| between two ends.
  func reach(_ minimum: Double, _ maximum: Double) -> Double {
    max(maximum - mean.high, mean.high - minimum) * (1 + 0x1p-50) + 0x1p-50 * mean.magnitude
      + meanError
  }

  /// Tier 1: a line whose ends enclose the result for every x of a range.
  func line(minimum: Float, maximum: Float) -> bn_line {
    let a = slope.magnitude
    let largest = max(Double(minimum.magnitude), Double(maximum.magnitude))
    let reach = reach(Double(minimum), Double(maximum))
    let b = DoubleDouble(beta) - slope * mean
    let rest =
      1.01 * a * (slopeError * reach + meanError)
      + 0x1p-95 * (beta.magnitude + a * mean.magnitude) + 0x1p-880
    let plain = 0x1.04p-53 * (3 * a * largest + 3 * b.magnitude)
    let shifted = DoubleDouble(beta) - slope * mean.low
    let centred = 0x1.04p-53 * (4 * a * reach + 3 * shifted.magnitude)
    guard 2 * centred < plain else {
      let e = (plain + rest) * stress
      return bn_line(slope: slope.high, centre: 0, low: b.high - e, high: b.high + e)
    }
    let e = (centred + rest) * stress
    return bn_line(
      slope: slope.high,
      centre: mean.high,
      low: shifted.high - e,
      high: shifted.high + e
    )
  }

  /// Tier 0: the same line in float32, more than twice as fast; nil where it does not serve.
  ///
  /// `largest` bounds |x|, `reach` |x − mean|. Numbers must stay within the range of float32, and a line that cancels
  /// leaves less undecided in binary64.
  func floatLine(largest: Double, reach: Double) -> bn_float_line? {
    let a = slope.magnitude
    let b = DoubleDouble(beta) - slope * mean
    let size = a * largest + b.magnitude
    guard 0x1p-80...0x1p80 ~= a, largest < 0x1p100, size < 0x1p100,
      size < 64 * (a * reach + beta.magnitude)
    else { return nil }
    let rest =
      1.01 * a * (slopeError * reach + meanError)
      + 0x1p-95 * (beta.magnitude + a * mean.magnitude) + 0x1p-125
    // |slope·x| + |base| stay below a third of the anchor, half of its binade's length.
    let binade = Double.powerOfTwo((max(size, 0x1p-100) * 1.0001).exponent + 2)
    let e = (0x1.04p-45 * binade + rest) * stress
    let anchor = 1.5 * binade
    let slope1 = Float(slope.high)
    let start = Float(anchor + b.high)
    let left = b.high - (Double(start) - anchor)
    return bn_float_line(
      slope: slope1,
      slope_rest: Float(slope.high - Double(slope1)),
      anchor: Float(anchor),
      start: start,
      low: Float(left - e),
      high: Float(left + e)
    )
  }

  /// Tier 0 of the 16-bit types: the line in float32; nil where it does not serve.
  func reducedLine(largest: Double) -> bn_reduced_line? {
    let a = slope.magnitude
    let b = DoubleDouble(beta) - slope * mean
    let size = a * largest + b.magnitude
    guard 0x1p-80...0x1p80 ~= a, largest < 0x1p100, size < 0x1p100 else { return nil }
    let rest =
      1.01 * a * (slopeError * (largest + mean.magnitude) + meanError)
      + 0x1p-95 * (beta.magnitude + a * mean.magnitude) + 0x1p-125
    let e = (0x1.2p-24 * (3 * a * largest + 3 * b.magnitude) + rest) * stress
    guard e < 0x1p110 else { return nil }
    return bn_reduced_line(
      slope: Float(slope.high),
      low: Float(b.high - e),
      high: Float(b.high + e)
    )
  }

  /// Tier 2: the result for one x as an enclosure, in double-double.
  func enclosure(_ x: Double) -> Enclosure {
    let deviation = DoubleDouble(sum: x, -mean.high)
    let centred = DoubleDouble(ordered: deviation.high, deviation.low - mean.low)
    let product = slope * centred
    let a = slope.magnitude
    let error =
      1.01 * a * (slopeError * centred.magnitude + meanError)
      + 0x1p-95 * (a * (x.magnitude + 2 * mean.magnitude) + beta.magnitude) + 0x1p-880
    return Enclosure(middle: DoubleDouble(beta) + product, error: error * stress)
  }
}
