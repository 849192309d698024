// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNTensors
internal import BNVerdicts
internal import BatchNorm

extension ForwardSigns {
  /// A variance that is off by the same number, or by the same factor, in every channel.
  func constant(_ variances: [(channel: Int, used: Double, right: Double)]) -> [String] {
    let eps = forward.configuration.eps
    let telling = variances.filter {
      ($0.used - $0.right).magnitude > 256 * forward.unit * ($0.right + eps)
    }
    guard telling.count > 1, telling.count == variances.count else { return [] }
    func same(_ numbers: [Double]) -> Double? {
      guard let first = numbers.first else { return nil }
      return numbers.allSatisfy { ($0 - first).magnitude <= 1e-3 * first.magnitude } ? first : nil
    }
    // Equal variances would make any relation a common one.
    guard same(telling.map(\.right)) == nil else { return [] }
    if let shift = same(telling.map { $0.used - $0.right }) {
      return ["eps seems to be \(FigureText.text(eps + shift))"]
    }
    guard let factor = same(telling.map { ($0.used + eps) / ($0.right + eps) }) else {
      guard let factor = same(telling.map { $0.used / $0.right }) else { return [] }
      let n = forward.count
      let names = [((n - 1) / n, "(n − 1)/n"), (n / (n - 1), "n/(n − 1)")]
      let name = names.first { ($0.0 - factor).magnitude < 1e-3 }?.1 ?? FigureText.text(factor)
      return ["the variance is taken \(name) times"]
    }
    return ["the root is \(TensorRelation.text(factor.squareRoot())) times as large"]
  }

  /// What mean and variance the output was made with.
  func ofStatistics(_ lines: [Line], _ constants: [Constants]) -> [String] {
    let usable = lines.indices.filter { constants[$0].weight != 0 && lines[$0].scale != 0 }
    let means = usable.map { k in (k, (constants[k].bias - lines[k].shift) / lines[k].scale) }
    let eps = forward.configuration.eps
    let variances = usable.map { k in
      let root = constants[k].weight / lines[k].scale
      return (k, root * root - eps)
    }
    let mean = ofMean(means)
    let found = mean + ofVariance(variances, about: mean.isEmpty ? [] : means)
    guard found.isEmpty else { return found }
    return constant(variances.map { ($0, $1, forward.batch.variance[$0]) })
  }

  /// What the update of running_mean took.
  func ofRunningMean(factor: Double) -> [String] {
    ofMean(taken(forward.before.runningMean, forward.after.runningMean, factor), over: factor)
  }

  /// What the update of running_var took, as a biased variance.
  func ofRunningVar(factor: Double) -> [String] {
    let n = forward.count
    let taken = taken(forward.before.runningVar, forward.after.runningVar, factor)
    return ofVariance(taken.map { ($0, $1 * (n - 1) / n) }, about: [], over: factor)
  }

  private func taken(_ before: Tensor?, _ after: Tensor?, _ factor: Double) -> [(Int, Double)] {
    guard let before, let after, before.count == specified.channels, after.count == before.count,
      factor > 0
    else { return [] }
    return (0..<before.count).map { k in
      (k, (after.double(at: k) - (1 - factor) * before.double(at: k)) / factor)
    }
  }

  private func ofMean(_ means: [(Int, Double)], over factor: Double = 1) -> [String] {
    let totals = means.map { channel, mean in
      let size =
        forward.batch.mean[channel].magnitude + forward.batch.variance[channel].squareRoot()
      return SumSigns.Total(
        channel: channel,
        actual: mean,
        specified: forward.batch.mean[channel],
        noise: 8 * forward.unit * size / factor
      )
    }
    let terms = (0..<specified.channels).map { Array(forward.input[$0]) }
    return SumSigns(terms: terms, places: places, isMean: true).words(totals).map {
      "the mean \($0)"
    }
  }

  private func ofVariance(
    _ variances: [(Int, Double)],
    about centres: [(Int, Double)],
    over factor: Double = 1
  ) -> [String] {
    var means = forward.batch.mean
    for (channel, mean) in centres { means[channel] = mean }
    let terms = (0..<specified.channels).map { channel in
      forward.input[channel].map { ($0 - means[channel]) * ($0 - means[channel]) }
    }
    let totals = variances.map { channel, variance in
      let kappa = forward.kappa(channel)
      return SumSigns.Total(
        channel: channel,
        actual: variance,
        specified: terms[channel].reduce(0, +) / forward.count,
        noise: 8 * forward.unit * forward.batch.variance[channel] * (1 + kappa) / factor
      )
    }
    let found = SumSigns(terms: terms, places: places, isMean: true).words(totals)
      .map { "the variance \($0)" }
    return found.isEmpty ? ofTiles(totals) : found
  }

  /// Variances of tiles whose means differ.
  private func ofTiles(_ totals: [SumSigns.Total]) -> [String] {
    let telling = totals.filter(\.isTelling)
    let n = places.count
    let tiles =
      (1...10).map { (1 << $0, "tiles of \(1 << $0)") }.filter { $0.0 < n }
      + (places.samples > 1 && places.positions > 1 ? [(places.positions, "the samples")] : [])
    guard !telling.isEmpty else { return [] }
    return tiles.filter { size, _ in
      telling.allSatisfy { total in
        let values = Array(forward.input[total.channel])
        let within = stride(from: 0, to: n, by: size).reduce(0.0) { sum, start in
          let tile = values[start..<min(start + size, n)]
          let mean = tile.reduce(0, +) / Double(tile.count)
          return sum + tile.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
        return total.isNear(within / Double(n))
      }
    }
    .map { "the variance leaves out how the means of \($0.1) differ" }
  }
}
