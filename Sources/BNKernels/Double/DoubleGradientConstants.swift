// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import CBNKernels
internal import BNExactArithmetic
internal import BNTensors

/// What the gradients of one float64 channel are computed from, and their later tiers.
final class DoubleGradientConstants {
  /// The constants in double-double.
  let plane: DoublePlane
  /// Tier 1; nil where it does not serve.
  let bounds: bn_double_plane?
  /// Whether every gradient with respect to x is exactly zero.
  let isZero: Bool
  /// Whether dx depends on dy alone, as with running statistics.
  private let ignoresInput: Bool
  /// The same constants as exact numbers, made when they are needed.
  private(set) lazy var exact = makeExact()
  private let makeExact: () -> ExactGradient
  private var decided: [Pair: Double] = [:]
  /// How many exact decisions are remembered at most.
  private static let room = 1 << 12

  /// A pair by its bits.
  private struct Pair: Hashable {
    let x: UInt64
    let dy: UInt64
  }

  /// The constants of a channel; nil if the specification has to compute it.
  init?(job: DoubleGradientJob, channel: Int, sums: BoundedSums) {
    guard sums.isBounded else { return nil }
    let forward = job.backward.forward
    let gamma = forward.gamma(channel)
    let largestDy = max(sums.maximum, -sums.minimum)
    switch job.backward.statistics {
    case .batch(let batches):
      let batch = batches[channel]
      let line = DoubleLine(
        sums: batch,
        gamma: gamma,
        beta: 0,
        eps: forward.eps,
        stress: forward.settings.stress
      )
      guard let line else { return nil }
      plane = DoublePlane(line: line, batch: batch, sums: sums)
      bounds = plane.plane(largestX: batch.reach, largestDy: largestDy)
      // A dy that is the same everywhere equals its mean.
      isZero = gamma == 0 || sums.minimum == sums.maximum
      ignoresInput = false
    case .running(let mean, let variance):
      let line = DoubleLine(
        runningMean: mean[channel],
        runningVar: variance[channel],
        gamma: gamma,
        beta: 0,
        eps: forward.eps,
        stress: forward.settings.stress
      )
      guard let line else { return nil }
      plane = DoublePlane(line: line, runningMean: mean[channel], sums: sums)
      // The plane does not turn with x here.
      bounds = plane.plane(largestX: 0, largestDy: largestDy)
      isZero = gamma == 0 || largestDy == 0
      ignoresInput = true
    }
    makeExact = { job.exact(channel) }
  }

  /// The result by the second tier, or the third.
  func result(_ x: Double, _ dy: Double) -> Double {
    if dy == 0, ignoresInput { return 0 }
    if let dx = plane.enclosure(ignoresInput ? 0 : x, dy).double { return dx }
    let key = Pair(x: ignoresInput ? 0 : x.bitPattern, dy: dy.bitPattern)
    if let known = decided[key] { return known }
    let dx = Double(bitPattern: exact.input(x, dy).rounded(to: .binary64))
    if decided.count < Self.room { decided[key] = dx }
    return dx
  }
}
