// SPDX-License-Identifier: MIT

package import BNTensors

/// The running statistics of one channel after a batch, as enclosures (R23, R26).
/// ```
/// running_mean ← (1−a)·running_mean + a·mean
/// running_var  ← (1−a)·running_var  + a·Σ(x−mean)²/(n−1)
/// ```
/// a is the factor as given, 1 − a is exact, and each result is rounded once.
package struct MovedStatistics {
  private let mean: Enclosure
  private let variance: Enclosure
  /// Whether nothing was moved towards nothing, which has no sign to round by: it is +0.
  private let isZero: Bool

  /// Factors for which nothing overflows or underflows; 0 leaves the statistics as they are.
  private static let factors = 0x1p-200...0x1p200

  /// Moves old statistics by a batch with the given sums; nil where only exact numbers serve.
  package init?(
    mean: Double,
    variance: Double,
    sums: BoundedSums,
    factor: Double,
    stress: Double
  ) {
    guard sums.isBounded, sums.count > 1, Self.factors.contains(factor.magnitude),
      mean.magnitude < 0x1p500, variance.magnitude < 0x1p500, sums.centre.magnitude < 0x1p500
    else { return nil }
    func moved(_ old: Double, _ new: DoubleDouble, size: Double, error: Double) -> Enclosure {
      let (a, b) = (DoubleDouble(sum: 1, -factor) * old, new * factor)
      let bound =
        factor.magnitude * error + 0x1p-95 * (a.magnitude + factor.magnitude * size) + 0x1p-880
      return Enclosure(middle: a + b, error: bound * stress)
    }
    let spread = ChannelSpread(sums)
    let centre = DoubleDouble(sums.centre)
    isZero = sums.minimum == 0 && sums.maximum == 0 && mean == 0
    self.mean = moved(
      mean,
      centre + spread.mean,
      size: centre.magnitude + spread.mean.magnitude,
      error: spread.meanError
    )
    let pairs = DoubleDouble(product: spread.count, spread.count - 1)
    let unbiased = spread.spread / pairs
    self.variance = moved(
      variance,
      unbiased,
      size: unbiased.magnitude,
      error: 1.01 * spread.spreadError / pairs.high
    )
  }

  /// Both in a format; nil where one is undecided.
  package func patterns(in format: FloatFormat) -> (mean: UInt64, variance: UInt64)? {
    guard let mean = isZero ? 0 : mean.pattern(in: format),
      let variance = variance.pattern(in: format)
    else { return nil }
    return (mean, variance)
  }
}
