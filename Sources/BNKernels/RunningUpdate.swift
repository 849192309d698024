// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNExactArithmetic
internal import BNTensors

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

  /// Moves the statistics of one channel.
  ///
  /// `exactSums` are taken where the bounds leave one undecided; `plainSum` adds the values where they
  /// are not all finite.
  func move(
    _ channel: Int,
    _ sums: BoundedSums,
    stress: Double,
    exactSums: () -> ChannelSums,
    plainSum: () -> Double
  ) {
    let moved = MovedStatistics(
      mean: Double(mean[channel]),
      variance: Double(variance[channel]),
      sums: sums,
      factor: factor,
      stress: stress
    )
    if let patterns = moved?.patterns(in: .binary32) {
      mean[channel] = Self.float(patterns.mean)
      variance[channel] = Self.float(patterns.variance)
    } else {
      moveExactly(channel, sums.count, sums.isFinite ? exactSums() : nil, plainSum: plainSum)
    }
  }

  private static func float(_ bits: UInt64) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: bits))
  }

  /// The same with exact numbers, and what they say of NaN and infinities.
  private func moveExactly(
    _ channel: Int,
    _ count: Int,
    _ sums: ChannelSums?,
    plainSum: () -> Double
  ) {
    let statistics = ChannelStatistics(
      count: count,
      sum: sums.map { .finite($0.exact.sum) } ?? ExactReal(plainSum()),
      squares: sums.map { .finite($0.exact.square) } ?? .notANumber,
      eps: 0
    )
    let moved = statistics.moving(
      mean: ExactReal(Double(mean[channel])),
      variance: ExactReal(Double(variance[channel])),
      factor: factor
    )
    mean[channel] = Self.float(moved.mean.rounded(to: .binary32))
    variance[channel] = Self.float(moved.variance.rounded(to: .binary32))
  }
}
