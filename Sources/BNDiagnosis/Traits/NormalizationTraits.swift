// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BatchNorm
internal import BNBounds
internal import BNPlatform
internal import BNTensors

/// Which variance and which eps a forward divided by, and with whose statistics (R20, R21, R25).
///
/// Two outputs of a channel differ by γ·Δx/d; the mean does not matter for that, so the denominator d
/// can be read whatever else is wrong.
struct NormalizationTraits {
  private let forward: ObservedForward

  init(_ forward: ObservedForward) { self.forward = forward }

  var readings: [TraitReading] {
    switch forward.mode {
    case .training: training
    case .evaluation: [evaluation].compactMap(\.self)
    }
  }

  /// The variances that a training forward seems to have used, with the relative errors of reading
  /// them, eps taken to be inside the root.
  var variances: [(channel: Int, variance: Double, error: Double)] {
    (0..<forward.input.channels).compactMap { channel in
      guard let (square, error) = denominator(channel, kappaBelow: 1e5),
        forward.batch.variance[channel] > 0
      else { return nil }
      let scale = square / forward.batch.variance[channel]
      return (channel, square - forward.configuration.eps, error * scale)
    }
  }

  /// What a squared denominator may be.
  private struct Hypothesis: Sendable {
    let variance: String
    let eps: String
    let square: @Sendable (_ biased: Double, _ count: Double, _ eps: Double) -> Double
  }

  private static let hypotheses: [Hypothesis] = [
    Hypothesis(variance: "biased", eps: "inside the root") { v, _, eps in v + eps },
    Hypothesis(variance: "biased", eps: "outside the root") { v, _, eps in
      (v.squareRoot() + eps) * (v.squareRoot() + eps)
    },
    Hypothesis(variance: "biased", eps: "ignored") { v, _, _ in v },
    Hypothesis(variance: "unbiased", eps: "inside the root") { v, n, eps in v * n / (n - 1) + eps },
    Hypothesis(variance: "unbiased", eps: "outside the root") { v, n, eps in
      let deviation = (v * n / (n - 1)).squareRoot() + eps
      return deviation * deviation
    },
    Hypothesis(variance: "unbiased", eps: "ignored") { v, n, _ in v * n / (n - 1) },
  ]

  private var training: [TraitReading] {
    let eps = forward.configuration.eps
    guard eps.isFinite else { return [] }
    let measured = (0..<forward.input.channels).compactMap { channel in
      denominator(channel).map { (channel: channel, square: $0.square, error: $0.error) }
    }
    guard measured.count >= 2 else { return [] }
    let fitting = Self.hypotheses.filter { hypothesis in
      measured.allSatisfy { channel, square, error in
        let value = hypothesis.square(forward.batch.variance[channel], forward.count, eps)
        return (square - value).magnitude <= error * value
      }
    }
    var found: [TraitReading] = []
    let variances = Set(fitting.map(\.variance))
    let places = Set(fitting.map(\.eps))
    if variances.count == 1 { found += variances.map { TraitReading(.normalizingVariance, $0) } }
    if places.count == 1 { found += places.map { TraitReading(.eps, $0) } }
    if fitting.isEmpty, let added = commonAddend(measured) {
      found.append(TraitReading(.eps, "\(SignificantDigits.text(added)) inside the root"))
      found.append(TraitReading(.normalizingVariance, "biased"))
    }
    return found
  }

  /// What is added to the variance of each channel, if it is the same and can be read to 1 %.
  private func commonAddend(_ measured: [(channel: Int, square: Double, error: Double)]) -> Double?
  {
    let addends = measured.map { channel, square, error in
      (value: square - forward.batch.variance[channel], error: error * square)
    }
    guard let best = addends.min(by: { $0.error < $1.error }), best.value > 100 * best.error,
      // One channel alone always has an addend; that two have the same shows that it is one.
      addends.count(where: { $0.value > 20 * $0.error }) > 1,
      (best.value - forward.configuration.eps).magnitude > 0.02 * forward.configuration.eps,
      addends.allSatisfy({ ($0.value - best.value).magnitude <= $0.error + best.error })
    else { return nil }
    return best.value
  }

  /// The squared denominator of a channel with the relative error that rounding may give it.
  private func denominator(
    _ channel: Int,
    kappaBelow limit: Double = 30
  ) -> (square: Double, error: Double)? {
    guard forward.kappa(channel) < limit, let output = forward.output,
      let (low, high) = forward.extremes(channel), let affine = forward.affine(channel),
      affine.weight != 0
    else { return nil }
    let (first, last) = (output.values[low], output.values[high])
    let rise = last - first
    let root = affine.weight * (forward.input.values[high] - forward.input.values[low]) / rise
    guard root.isFinite, root > 0 else { return nil }
    let size =
      first.magnitude + last.magnitude + affine.bias.magnitude
      + (affine.weight * forward.batch.mean[channel] / root).magnitude
    let error = 2 * forward.unit * (8 * size / rise.magnitude + 4 * forward.count)
    return error < 0.01 ? (root * root, max(error, 1e-12)) : nil
  }

  private var evaluation: TraitReading? {
    guard let mean = forward.before.runningMean, let variance = forward.before.runningVar,
      mean.count == forward.input.channels, variance.count == forward.input.channels
    else { return nil }
    var running = true
    var batch = true
    var told = 0
    for channel in 0..<forward.input.channels {
      guard let fits = fits(channel, mean.double(at: channel), variance.double(at: channel)) else {
        continue
      }
      told += 1
      running = running && fits.running
      batch = batch && fits.batch
    }
    guard told > 0, running != batch else { return nil }
    return TraitReading(.evaluation, running ? "running statistics" : "batch statistics")
  }

  /// Whether the outputs of a channel fit the running and the batch statistics, eps inside or out.
  private func fits(_ channel: Int, _ mean: Double, _ variance: Double) -> (
    running: Bool, batch: Bool
  )? {
    guard let output = forward.output, let (low, high) = forward.extremes(channel),
      let affine = forward.affine(channel), affine.weight != 0, forward.kappa(channel) < 1000
    else { return nil }
    func fits(_ mean: Double, _ variance: Double) -> Bool {
      let eps = forward.configuration.eps
      return [(variance + eps).squareRoot(), variance.squareRoot() + eps].contains { denominator in
        [low, high].allSatisfy { index in
          let normalized = (forward.input.values[index] - mean) / denominator
          let expected = affine.weight * normalized + affine.bias
          let size = (affine.weight * normalized).magnitude + affine.weight.magnitude
          return (output.values[index] - expected).magnitude <= 1e-3
            * (size + affine.bias.magnitude)
        }
      }
    }
    return (
      fits(mean, variance), fits(forward.batch.mean[channel], forward.batch.variance[channel])
    )
  }
}

/// A number in two significant digits, such as `1e-05`.
private enum SignificantDigits {
  static func text(_ value: Double) -> String { String(printf: "%.2g", value) }
}
