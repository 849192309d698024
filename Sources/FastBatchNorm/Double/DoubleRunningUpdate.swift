// SPDX-License-Identifier: MIT

/// The running statistics of a float64 layer, moved by enclosures (R23, R26).
/// ```
/// running_mean ← (1−a)·running_mean + a·mean
/// running_var  ← (1−a)·running_var  + a·Σ(x−mean)²/(n−1)
/// ```
/// a is the factor as given, 1 − a is exact, and each result is rounded once.
package struct DoubleRunningUpdate {
  /// The averaging factor a.
  private let factor: Double
  /// What the bounds are multiplied by.
  private let stress: Double

  package init(factor: Double, settings: KernelSettings) {
    self.factor = factor
    stress = settings.stress
  }

  /// The statistics of one channel after a batch with the given sums; nil where one is undecided.
  package func moved(
    mean: Double,
    variance: Double,
    _ sums: DoubleSums
  ) -> (mean: Double, variance: Double)? {
    guard sums.isBounded, sums.count > 1, RunningUpdate.factors.contains(factor.magnitude),
      mean.magnitude < 0x1p500, variance.magnitude < 0x1p500, sums.centre.magnitude < 0x1p500
    else { return nil }
    let spread = DoubleSpread(sums)
    let centre = DoubleDouble(sums.centre)
    // Nothing moved towards nothing has no sign to round by: it is +0.
    let isZero = sums.minimum == 0 && sums.maximum == 0 && mean == 0
    let newMean =
      isZero
      ? 0
      : moved(
        mean,
        centre + spread.mean,
        size: centre.magnitude + spread.mean.magnitude,
        error: spread.meanError
      )
    let pairs = DoubleDouble(product: spread.count, spread.count - 1)
    let unbiased = spread.spread / pairs
    let newVariance = moved(
      variance,
      unbiased,
      size: unbiased.magnitude,
      error: 1.01 * spread.spreadError / pairs.high
    )
    guard let newMean, let newVariance else { return nil }
    return (newMean, newVariance)
  }

  /// (1−a)·old + a·new, if it is decided; `error` is that of the new one, whose parts sum to `size`.
  private func moved(
    _ old: Double,
    _ new: DoubleDouble,
    size: Double,
    error: Double
  ) -> Double? {
    let (a, b) = (DoubleDouble(sum: 1, -factor) * old, new * factor)
    let bound =
      factor.magnitude * error + 0x1p-95 * (a.magnitude + factor.magnitude * size) + 0x1p-900
    return Enclosure(middle: a + b, error: bound * stress).double
  }
}
