// SPDX-License-Identifier: MIT

internal import CAVX2

/// The constants of the backward of one channel in double-double, with bounds for their errors.
/// ```
/// dx = slope·(dy − share − (x − mean)·pull)
/// ```
/// with share = Σdy/n and pull = (n·Σx·dy − Σx·Σdy)/(n²·(variance + eps)). The bounds are derived in
/// CorrectRounding.md, "Gradients".
struct ChannelPlane {
  let line: ChannelLine
  let share: DoubleDouble
  let pull: DoubleDouble
  /// A bound for the absolute error of the pull.
  let pullError: Double
  /// The gradients with respect to γ and β.
  let weight: Enclosure
  let bias: Enclosure

  /// The constants of a training backward; nil where only exact numbers serve.
  init?(line: ChannelLine, batch: ChannelSums, sums: ChannelSums) {
    guard batch.isFinite, sums.isFinite else { return nil }
    let n = Double(batch.count)
    let (sum, _) = batch.leading
    let (gradient, product) = sums.leading
    let (a, b) = (product * n, sum * gradient)
    let projection = a - b
    let projectionError = 0x1p-100 * (a.magnitude + b.magnitude)
    // 1/√D with D = n²·(variance + eps).
    let scaled = line.inverseRoot / DoubleDouble(n)
    self.line = line
    share = gradient / DoubleDouble(n)
    let pull = projection * scaled * scaled
    self.pull = pull
    let inverse = scaled.magnitude
    pullError =
      1.01 * projectionError * inverse * inverse
      + 3 * (line.slopeError + 0x1p-97) * pull.magnitude
    let weight = projection * scaled
    self.weight = Enclosure(
      middle: weight,
      error: line.stress
        * (1.01 * projectionError * inverse + (line.slopeError + 0x1p-96) * weight.magnitude)
    )
    bias = Enclosure(middle: gradient, error: line.stress * 0x1p-103 * gradient.magnitude)
  }

  /// The constants of an evaluation backward.
  init(line: ChannelLine, runningMean: Double, sums: ChannelSums) {
    let inverseRoot = line.inverseRoot
    let (gradient, product) = sums.leading
    let b = gradient * runningMean
    let projection = product - b
    let projectionError = 0x1p-100 * (product.magnitude + b.magnitude)
    self.line = line
    share = .zero
    pull = .zero
    pullError = 0
    let weight = projection * inverseRoot
    self.weight = Enclosure(
      middle: weight,
      error: line.stress
        * (1.01 * projectionError * inverseRoot.magnitude
          + (line.slopeError + 0x1p-96) * weight.magnitude)
    )
    bias = Enclosure(middle: gradient, error: line.stress * 0x1p-103 * gradient.magnitude)
  }

  /// Tier 1: a plane whose ends enclose the result for every x and dy of their ranges.
  func plane(x: (minimum: Float, maximum: Float), dy: (minimum: Float, maximum: Float)) -> bn_plane
  {
    let slope = line.slope
    let a = slope.magnitude
    let slopeX = -(slope * pull)
    let largest = max(Double(dy.minimum.magnitude), Double(dy.maximum.magnitude))
    let reach =
      max(Double(x.maximum) - line.mean.high, line.mean.high - Double(x.minimum)) * (1 + 0x1p-50)
      + 0x1p-50 * line.mean.magnitude
    let rest = -(slope * share) - slopeX * line.mean.low
    let (b, c, k) = (slopeX.magnitude, rest.magnitude, pull.magnitude)
    let turn = largest + share.magnitude + reach * k
    let constants =
      a * (line.slopeError * turn + pullError * reach)
      + 0x1p-95 * a * (turn + line.mean.magnitude * k) + 0x1p-880
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
    let a = line.slope.magnitude
    let size = dy.magnitude + share.magnitude + turned.magnitude
    let error =
      a
      * (line.slopeError * size + pullError * deviation.magnitude
        + 0x1p-95 * (size + (x.magnitude + line.mean.magnitude) * pull.magnitude)) + 0x1p-880
    return Enclosure(middle: line.slope * inner, error: error * line.stress)
  }
}
