// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BatchNorm
internal import BNBounds
internal import BNTensors

/// How a training forward moved the running statistics (R23), read from their values around it.
struct UpdateTraits {
  private let forward: ObservedForward

  init(_ forward: ObservedForward) { self.forward = forward }

  var readings: [TraitReading] {
    guard forward.mode == .training, let factor, factor > 1e-3 else { return [] }
    return [momentum(factor), runningVariance(factor), algorithm(factor)].compactMap(\.self)
  }

  /// The weight that the new mean got, if every channel tells the same.
  private var factor: Double? {
    guard let before = forward.before.runningMean?.doubles,
      let after = forward.after.runningMean?.doubles, before.count == forward.input.channels,
      after.count == before.count
    else { return nil }
    var sum = 0.0
    var weights = 0.0
    var estimates: [(value: Double, error: Double)] = []
    for channel in before.indices {
      let step = forward.batch.mean[channel] - before[channel]
      let size = after[channel].magnitude + before[channel].magnitude
      let error =
        forward.unit * (4 * size + 2 * forward.count * forward.batch.absoluteMean[channel])
        / step.magnitude
      guard step.isFinite, after[channel].isFinite, error < 1e-3 else { continue }
      let value = (after[channel] - before[channel]) / step
      estimates.append((value, error))
      sum += value / (error * error)
      weights += 1 / (error * error)
    }
    guard !estimates.isEmpty else { return nil }
    let factor = sum / weights
    let agree = estimates.allSatisfy { ($0.value - factor).magnitude <= 4 * $0.error + 1e-9 }
    return agree ? factor : nil
  }

  private func momentum(_ factor: Double) -> TraitReading? {
    let isNear = { (value: Double) in (factor - value).magnitude <= 0.002 * max(value, 0.01) }
    if let momentum = forward.configuration.momentum {
      guard (2 * momentum - 1).magnitude > 0.02, (0...1).contains(momentum) else { return nil }
      if isNear(momentum) { return TraitReading(.momentum, "weight of the new value") }
      return isNear(1 - momentum) ? TraitReading(.momentum, "weight of the old value") : nil
    }
    guard let tracked = forward.before.numBatchesTracked, tracked >= 0 else { return nil }
    return isNear(1 / Double(tracked + 1)) ? TraitReading(.momentumNone, "1/batches") : nil
  }

  /// The variance that each channel took in, where it can be told from its rounding errors.
  private func absorbed(_ factor: Double) -> [(channel: Int, variance: Double, error: Double)] {
    guard let before = forward.before.runningVar?.doubles,
      let after = forward.after.runningVar?.doubles, before.count == forward.input.channels,
      after.count == before.count
    else { return [] }
    return before.indices.compactMap { channel in
      let variance = (after[channel] - (1 - factor) * before[channel]) / factor
      let error =
        4 * forward.unit * (after[channel].magnitude + before[channel].magnitude) / factor
      return variance.isFinite && forward.batch.variance[channel] > 0
        ? (channel, variance, error) : nil
    }
  }

  private func runningVariance(_ factor: Double) -> TraitReading? {
    var biased = true
    var unbiased = true
    var told = 0
    for (channel, variance, error) in absorbed(factor) where forward.kappa(channel) < 30 {
      let expected = forward.batch.variance[channel]
      // The two differ by v/(n−1); nothing can be told where that is lost in rounding.
      guard error < 0.05 * expected / (forward.count - 1) else { continue }
      told += 1
      let slack = 0.1 * expected / (forward.count - 1)
      biased = biased && (variance - expected).magnitude <= slack
      unbiased =
        unbiased
        && (variance - expected * forward.count / (forward.count - 1)).magnitude <= slack
    }
    guard told > 0, biased != unbiased else { return nil }
    return TraitReading(.runningVariance, biased ? "biased" : "unbiased")
  }

  /// Two passes have an error of some units whatever |mean|/deviation = κ is, updating formulas one
  /// that grows with κ, E[x²] − mean² one that grows with κ².
  private func algorithm(_ factor: Double) -> TraitReading? {
    var worst: Double?
    for (channel, variance, error) in absorbed(factor) {
      let kappa = forward.kappa(channel)
      let biased = forward.batch.variance[channel]
      guard kappa >= 300, kappa < 3000, error < forward.unit * 0.05 * kappa * biased else {
        continue
      }
      let unbiased = biased * forward.count / (forward.count - 1)
      let off = min((variance - biased).magnitude, (variance - unbiased).magnitude)
      worst = max(worst ?? -1, off / (biased * forward.unit * kappa))
      if off / (biased * forward.unit) > 0.01 * kappa * kappa, off < biased {
        return TraitReading(.algorithm, "one-pass")
      }
    }
    return worst.map { TraitReading(.algorithm, $0 > 0.05 ? "Welford-like" : "two-pass") }
  }
}
