// SPDX-License-Identifier: MIT

internal import CBNKernels

extension ChannelPlane {
  /// Tier 0 of the 16-bit types: the plane in float32; nil where it does not serve.
  ///
  /// `largestX` and `largestDy` bound |x| and |dy| (CorrectRounding.md, "16-bit gradients").
  func reducedPlane(largestX: Double, largestDy: Double) -> bn_reduced_plane? {
    let slope = line.slope
    let a = slope.magnitude
    let slopeX = -(slope * pull)
    let rest = -(slope * share) - slopeX * line.mean
    let (b, c) = (slopeX.magnitude, rest.magnitude)
    let size = a * largestDy + b * largestX + c
    guard 0x1p-80...0x1p80 ~= a, largestX < 0x1p100, largestDy < 0x1p100, b < 0x1p100,
      size < 0x1p100
    else { return nil }
    let reach = largestX + line.mean.magnitude
    let constants = a * error(dy: largestDy, reach: reach) + 0x1p-125
    // A slope of x below the normal numbers is off by up to 2^-150.
    let rounding =
      0x1.2p-24 * (3 * a * largestDy + 4 * b * largestX + 3 * c) + 0x1p-149 * largestX
    let e = (rounding + constants) * line.stress
    guard e < 0x1p110 else { return nil }
    return bn_reduced_plane(
      slope_dy: Float(slope.high),
      slope_x: Float(slopeX.high),
      low: Float(rest.high - e),
      high: Float(rest.high + e)
    )
  }
}
