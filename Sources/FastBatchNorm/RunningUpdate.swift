// SPDX-License-Identifier: MIT

internal import ExactArithmetic
internal import Tensors

/// The running statistics of a layer, which a training forward moves towards those of its batch.
/// ```
/// running_mean ← (1−a)·running_mean + a·mean
/// running_var  ← (1−a)·running_var  + a·Σ(x−mean)²/(n−1)
/// ```
/// a is the factor as given, 1 − a is exact, and each result is rounded once (R23, R26).
package struct RunningUpdate: @unchecked Sendable {
  /// The running means and variances, one of every channel.
  package let mean: UnsafeMutablePointer<Float>
  package let variance: UnsafeMutablePointer<Float>
  /// The averaging factor a.
  package let factor: Double

  package init(
    mean: UnsafeMutablePointer<Float>,
    variance: UnsafeMutablePointer<Float>,
    factor: Double
  ) {
    self.mean = mean
    self.variance = variance
    self.factor = factor
  }

  /// Factors for which nothing overflows or underflows; 0 leaves the statistics as they are.
  static let factors = 0x1p-200...0x1p200

  /// Moves the statistics of one channel; `plainSum` adds its values where they are not all finite.
  func move(_ channel: Int, _ sums: ChannelSums, stress: Double, plainSum: () -> Double) {
    let (oldMean, oldVariance) = (Double(mean[channel]), Double(variance[channel]))
    let n = Double(sums.count)
    if sums.isFinite, Self.factors.contains(factor.magnitude), oldMean.isFinite,
      oldVariance.isFinite
    {
      let (sum, square) = sums.leading
      let scaled = square * n
      let spread = scaled - sum * sum
      let pairs = DoubleDouble(product: n, n - 1)
      let newMean = moved(oldMean, sum / DoubleDouble(n), 0, stress)
      let newVariance = moved(
        oldVariance,
        spread / pairs,
        0x1p-100 * scaled.high / pairs.high,
        stress
      )
      if let newMean, let newVariance {
        (mean[channel], variance[channel]) = (newMean, newVariance)
        return
      }
    }
    moveExactly(channel, sums, plainSum: plainSum)
  }

  /// (1−a)·old + a·new, if it is decided; `error` is that of the new one.
  private func moved(
    _ old: Double,
    _ new: DoubleDouble,
    _ error: Double,
    _ stress: Double
  ) -> Float? {
    let (a, b) = (DoubleDouble(sum: 1, -factor) * old, new * factor)
    let size = a.magnitude + b.magnitude
    let bound = factor.magnitude * error + 0x1p-95 * size + 0x1p-880
    return Enclosure(middle: a + b, error: bound * stress).float
  }

  /// The same with exact numbers, and what they say of NaN and infinities.
  private func moveExactly(_ channel: Int, _ sums: ChannelSums, plainSum: () -> Double) {
    let (a, n) = (ExactReal(factor), Dyadic(sums.count))
    let kept = ExactReal.one - a
    var (sum, spread) = (ExactReal.notANumber, ExactReal.notANumber)
    if sums.isFinite {
      let exact = sums.exact
      sum = .finite(exact.sum)
      spread = .finite(n * exact.square - exact.sum * exact.sum)
    } else {
      sum = ExactReal(plainSum())
    }
    func round(_ old: Float, _ new: ExactReal, over denominator: Dyadic) -> Float {
      let value = QuadraticSurd(
        rational: kept * ExactReal(Double(old)) * .finite(denominator) + a * new,
        denominator: denominator
      )
      return Float(bitPattern: UInt32(truncatingIfNeeded: value.rounded(to: .binary32)))
    }
    mean[channel] = round(mean[channel], sum, over: n)
    variance[channel] = round(variance[channel], spread, over: n * (n - .one))
  }
}
