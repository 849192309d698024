// SPDX-License-Identifier: MIT

internal import ExactArithmetic

/// What the gradients of one channel are computed from, in both precisions.
final class GradientConstants {
  /// The constants in double-double.
  let plane: ChannelPlane
  /// The range of x over which the plane is taken.
  let ends: (minimum: Float, maximum: Float)
  /// Whether every gradient with respect to x is exactly zero.
  let isZero: Bool
  /// Whether dx depends on dy alone, as with running statistics.
  let ignoresInput: Bool
  /// The same constants as exact numbers, made when they are needed.
  private(set) lazy var exact = makeExact()
  private let makeExact: () -> GradientScale

  /// The constants of a channel; nil if the specification has to compute it.
  init?(
    forward: FloatForward,
    statistics: FloatBackward.Statistics,
    channel: Int,
    sums: ChannelSums
  ) {
    let (gamma, beta) = (forward.gamma(channel), forward.beta(channel))
    let eps = forward.eps
    guard sums.isFinite else { return nil }
    let isConstant = sums.minimum == sums.maximum
    switch statistics {
    case .batch(let batches):
      let batch = batches[channel]
      let line = ChannelLine(
        sums: batch,
        gamma: gamma,
        beta: beta,
        eps: eps,
        stress: forward.settings.stress
      )
      guard let line, let plane = ChannelPlane(line: line, batch: batch, sums: sums) else {
        return nil
      }
      self.plane = plane
      ends = (batch.minimum, batch.maximum)
      // A dy that is the same everywhere equals its mean.
      isZero = gamma == 0 || isConstant
      ignoresInput = false
      makeExact = {
        GradientScale(
          forward: ChannelScale(sums: batch, gamma: gamma, beta: beta, eps: eps),
          usesBatchStatistics: true,
          exact: sums.exact
        )
      }
    case .running(let mean, let variance):
      let (mean, variance) = (Double(mean[channel]), Double(variance[channel]))
      let line = ChannelLine(
        runningMean: mean,
        runningVar: variance,
        gamma: gamma,
        beta: beta,
        eps: eps,
        stress: forward.settings.stress
      )
      guard let line else { return nil }
      plane = ChannelPlane(line: line, runningMean: mean, sums: sums)
      // The plane does not turn with x here.
      ends = (Float(mean), Float(mean))
      isZero = gamma == 0 || (isConstant && sums.minimum == 0)
      ignoresInput = true
      makeExact = {
        GradientScale(
          forward: ChannelScale(
            runningMean: mean,
            runningVar: variance,
            gamma: gamma,
            beta: beta,
            eps: eps
          ),
          usesBatchStatistics: false,
          exact: sums.exact
        )
      }
    }
  }
}
