// SPDX-License-Identifier: MIT

internal import CBNKernels

/// The constants of the backward of one channel in double-double, with bounds for their errors.
/// ```
/// dx = slope·(dy − share − (x − mean)·pull)
/// ```
/// with share = Σdy/n and pull = (n·Σx·dy − Σx·Σdy)/(n²·(variance + eps)). The bounds are derived in
/// CorrectRounding.md, "Gradients".
struct ChannelPlane {
  let line: ChannelLine
  /// Σdy/n, and a bound for its absolute error.
  let share: DoubleDouble
  let shareError: Double
  let pull: DoubleDouble
  /// A bound for the absolute error of the pull.
  let pullError: Double
  /// The gradients with respect to γ and β.
  let weight: Enclosure
  let bias: Enclosure

  /// The constants of a training backward; `sums` are about the centre of the batch.
  init?(line: ChannelLine, batch: BoundedSums, sums: BoundedSums) {
    guard batch.isBounded, sums.isBounded, batch.centre == sums.centre else { return nil }
    let n = Double(batch.count)
    let gradient = sums.sum
    let (a, b) = (sums.square * n, batch.sum * gradient)
    let projection = a - b
    let projectionError =
      1.01
      * (n * sums.squareError + batch.sum.magnitude * sums.sumError
        + (gradient.magnitude + sums.sumError) * batch.sumError)
      + 0x1p-98 * (a.magnitude + b.magnitude)
    // 1/√D with D = n²·(variance + eps).
    let scaled = line.inverseRoot / DoubleDouble(n)
    self.line = line
    share = gradient / DoubleDouble(n)
    shareError = 1.01 * sums.sumError / n + 0x1p-97 * gradient.magnitude / n
    let pull = projection * scaled * scaled
    self.pull = pull
    let inverse = scaled.magnitude
    pullError =
      1.01 * projectionError * inverse * inverse
      + 3 * (line.slopeError + 0x1p-97) * pull.magnitude
    weight = Self.weight(projection, projectionError, scaled, line)
    bias = Self.bias(sums, line)
  }

  /// The constants of an evaluation backward; `sums` are about zero.
  init(line: ChannelLine, runningMean: Double, sums: BoundedSums) {
    let b = sums.sum * runningMean
    let projection = sums.square - b
    let projectionError =
      1.01 * (sums.squareError + runningMean.magnitude * sums.sumError)
      + 0x1p-98 * (sums.square.magnitude + b.magnitude)
    self.line = line
    (share, shareError, pull, pullError) = (.zero, 0, .zero, 0)
    weight = Self.weight(projection, projectionError, line.inverseRoot, line)
    bias = Self.bias(sums, line)
  }

  /// projection/√D.
  private static func weight(
    _ projection: DoubleDouble,
    _ projectionError: Double,
    _ inverseRoot: DoubleDouble,
    _ line: ChannelLine
  ) -> Enclosure {
    let weight = projection * inverseRoot
    let error =
      1.01 * projectionError * inverseRoot.magnitude
      + (line.slopeError + 0x1p-96) * weight.magnitude
    return Enclosure(middle: weight, error: line.stress * error)
  }

  private static func bias(_ sums: BoundedSums, _ line: ChannelLine) -> Enclosure {
    Enclosure(
      middle: sums.sum,
      error: line.stress * (sums.sumError + 0x1p-103 * sums.sum.magnitude)
    )
  }

  /// Whether the constants leave hardly more undecided than exact ones, for x between two ends and |dy|
  /// up to `largest`.
  func isSharp(_ minimum: Double, _ maximum: Double, largest: Double) -> Bool {
    let reach = line.reach(minimum, maximum)
    return line.isSharp(reach: reach)
      && shareError + reach * pullError + pull.magnitude * line.meanError < 0x1p-36 * largest
  }

  /// A bound for the error of dy − share − (x − mean)·pull, |x − mean| up to `reach`, and of the slope
  /// that it is multiplied by.
  func error(dy: Double, reach: Double) -> Double {
    let turn = dy + share.magnitude + reach * pull.magnitude
    return 1.01
      * (line.slopeError * turn + shareError + reach * pullError
        + pull.magnitude * line.meanError)
      + 0x1p-95 * (turn + line.mean.magnitude * pull.magnitude)
  }

  /// Tier 1: a plane whose ends enclose the result for every x and dy of their ranges.
  func plane(x: (minimum: Float, maximum: Float), dy: (minimum: Float, maximum: Float)) -> bn_plane
  {
    let slope = line.slope
    let a = slope.magnitude
    let slopeX = -(slope * pull)
    let largest = max(Double(dy.minimum.magnitude), Double(dy.maximum.magnitude))
    let reach = line.reach(Double(x.minimum), Double(x.maximum))
    let rest = -(slope * share) - slopeX * line.mean.low
    let (b, c) = (slopeX.magnitude, rest.magnitude)
    let constants = a * error(dy: largest, reach: reach) + 0x1p-880
    let e = (0x1.04p-53 * (4 * a * largest + 6 * b * reach + 5 * c) + constants) * line.stress
    return bn_plane(
      slope_dy: slope.high,
      slope_x: slopeX.high,
      centre: line.mean.high,
      low: rest.high - e,
      high: rest.high + e
    )
  }

  /// Tier 2: the result for one pair as an enclosure, in double-double.
  func enclosure(_ x: Double, _ dy: Double) -> Enclosure {
    let deviation = DoubleDouble(x) - line.mean
    let turned = deviation * pull
    let inner = (DoubleDouble(dy) - share) - turned
    let reach = deviation.magnitude + 0x1p-98 * (x.magnitude + line.mean.magnitude)
    let error =
      line.slope.magnitude
      * (error(dy: dy.magnitude, reach: reach) + 0x1p-95 * x.magnitude * pull.magnitude)
      + 0x1p-880
    return Enclosure(middle: line.slope * inner, error: error * line.stress)
  }
}
