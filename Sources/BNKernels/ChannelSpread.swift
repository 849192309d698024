// SPDX-License-Identifier: MIT

/// What follows from the sums of one channel: its mean and spread with bounds for their errors.
struct ChannelSpread {
  /// n as binary64.
  let count: Double
  /// The mean of d, and a bound for its absolute error.
  let mean: DoubleDouble
  let meanError: Double
  /// V = n·Σd² − (Σd)², and a bound for its absolute error.
  let spread: DoubleDouble
  let spreadError: Double

  /// The mean and spread of sums that are bounded (CorrectRounding.md, "Constants of float64").
  init(_ sums: BoundedSums) {
    let n = Double(sums.count)
    let (sum, scaled) = (sums.sum, sums.square * n)
    let squared = sum * sum
    count = n
    mean = sum / DoubleDouble(n)
    meanError = 1.01 * sums.sumError / n + 0x1p-97 * mean.magnitude + 0x1p-1000
    spread = scaled - squared
    spreadError =
      1.01 * (n * sums.squareError + (2 * sum.magnitude + sums.sumError) * sums.sumError)
      + 0x1p-98 * (scaled.magnitude + squared.magnitude) + 0x1p-1000
  }
}
