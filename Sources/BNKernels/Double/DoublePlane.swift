// SPDX-License-Identifier: MIT

internal import CBNKernels

/// The constants of the backward of one float64 channel in double-double, with bounds for their errors.
/// ```
/// dx = slope·(dy − share − (d − mean)·pull)      d = x − centre
/// ```
/// with share = Σdy/n and pull = (n·Σd·dy − Σd·Σdy)/(n²·(variance + eps)). The bounds are derived in
/// CorrectRounding.md, "Gradients of float64".
struct DoublePlane {
  private let line: DoubleLine
  private let share: DoubleDouble
  private let shareError: Double
  private let pull: DoubleDouble
  private let pullError: Double
  /// The gradients with respect to γ and β.
  let weight: Enclosure
  let bias: Enclosure

  /// The constants of a training backward.
  init(line: DoubleLine, batch: BoundedSums, sums: BoundedSums) {
    let n = Double(batch.count)
    let gradient = sums.sum
    let (a, b) = (sums.square * n, batch.sum * gradient)
    let projection = a - b
    let projectionError =
      1.01
      * (n * sums.squareError + batch.sum.magnitude * sums.sumError
        + (gradient.magnitude + sums.sumError) * batch.sumError)
      + 0x1p-98 * (a.magnitude + b.magnitude) + 0x1p-1000
    // 1/√D with D = n²·(variance + eps).
    let scaled = line.inverseRoot / DoubleDouble(n)
    let inverse = scaled.magnitude
    let pull = projection * scaled * scaled
    self.line = line
    share = gradient / DoubleDouble(n)
    shareError = 1.01 * sums.sumError / n + 0x1p-97 * gradient.magnitude / n + 0x1p-1000
    self.pull = pull
    pullError =
      1.01 * projectionError * inverse * inverse
      + 3 * (line.slopeError + 0x1p-97) * pull.magnitude + 0x1p-1000 * (1 + inverse)
    weight = Self.weight(projection, projectionError, scaled, line)
    bias = Enclosure(middle: gradient, error: line.stress * sums.sumError)
  }

  /// The constants of an evaluation backward.
  init(line: DoubleLine, runningMean: Double, sums: BoundedSums) {
    let b = sums.sum * runningMean
    let projection = sums.square - b
    let projectionError =
      1.01 * (sums.squareError + runningMean.magnitude * sums.sumError)
      + 0x1p-98 * (sums.square.magnitude + b.magnitude) + 0x1p-1000
    self.line = line
    (share, shareError, pull, pullError) = (.zero, 0, .zero, 0)
    weight = Self.weight(projection, projectionError, line.inverseRoot, line)
    bias = Enclosure(middle: sums.sum, error: line.stress * sums.sumError)
  }

  /// projection/√D.
  private static func weight(
    _ projection: DoubleDouble,
    _ projectionError: Double,
    _ inverseRoot: DoubleDouble,
    _ line: DoubleLine
  ) -> Enclosure {
    let weight = projection * inverseRoot
    let error =
      1.01 * projectionError * inverseRoot.magnitude
      + (line.slopeError + 0x1p-96) * weight.magnitude + 0x1p-1000
    return Enclosure(middle: weight, error: line.stress * error)
  }

  /// Tier 1: a plane whose ends enclose the result for every |d| and |dy| up to the given; nil where
  /// none does.
  func plane(largestX: Double, largestDy: Double) -> bn_double_plane? {
    let slope = line.slope
    let a = slope.magnitude
    let slopeX = -(slope * pull)
    let rest = -(slope * share) - slopeX * line.mean
    let size = a * largestDy + slopeX.magnitude * largestX + rest.magnitude
    guard largestX < 0x1p450, largestDy < 0x1p450, size < 0x1p500 else { return nil }
    let constants = a * error(dy: largestDy, d: largestX) + 0x1p-1000 * largestX + 0x1p-900
    // All partial sums stay below half of the binade's length.
    let binade = Double.powerOfTwo((max(size, 0x1p-700) * 1.0001).exponent + 2)
    let e = (0x1.04p-101 * binade + constants) * line.stress
    let anchor = 1.5 * binade
    let start = anchor + rest.high
    let left = (rest.high - (start - anchor)) + rest.low
    return bn_double_plane(
      slope_dy: slope.high,
      slope_dy_rest: slope.low,
      slope_x: slopeX.high,
      slope_x_rest: slopeX.low,
      centre: line.centre,
      anchor: anchor,
      start: start,
      low: left - e,
      high: left + e
    )
  }

  /// A bound for the error of dy − share − (d − mean)·pull and of the slope that it is multiplied by.
  private func error(dy: Double, d: Double) -> Double {
    let reach = d + line.mean.magnitude
    let turn = dy + share.magnitude + reach * pull.magnitude
    return 1.01
      * (line.slopeError * turn + shareError + reach * pullError
        + pull.magnitude * line.meanError) + 0x1p-95 * turn
  }

  /// Tier 2: the result for one pair as an enclosure, in double-double.
  func enclosure(_ x: Double, _ dy: Double) -> Enclosure {
    let d = x - line.centre
    let deviation = DoubleDouble(d) - line.mean
    let inner = (DoubleDouble(dy) - share) - deviation * pull
    let error =
      line.slope.magnitude * error(dy: dy.magnitude, d: d.magnitude) + 0x1p-1000 * d.magnitude
      + 0x1p-900
    return Enclosure(middle: line.slope * inner, error: error * line.stress)
  }
}
