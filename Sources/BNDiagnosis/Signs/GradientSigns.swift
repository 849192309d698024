// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNTensors
internal import BatchNorm

/// What wrong gradients are instead, in the terms of the formula (R33, R34).
struct GradientSigns {
  let forward: ObservedForward
  let shape: Shape
  let gradOutput: ChannelMajor

  private struct Channel {
    let gradients: [Double]
    /// x̂.
    let normalized: [Double]
    let variance: Double
    let inverse: Double
    let weight: Double

    /// The share of the variance in variance + eps.
    var share: Double { variance * inverse * inverse }
  }

  private func channel(_ channel: Int) -> Channel? {
    guard let (weight, _) = forward.affine(channel) else { return nil }
    var (mean, variance) = (forward.batch.mean[channel], forward.batch.variance[channel])
    if forward.mode == .evaluation, let means = forward.before.runningMean,
      let variances = forward.before.runningVar
    {
      guard means.count == gradOutput.channels, variances.count == means.count else { return nil }
      (mean, variance) = (means.double(at: channel), variances.double(at: channel))
    }
    let inverse = 1 / (variance + forward.configuration.eps).squareRoot()
    return Channel(
      gradients: Array(gradOutput[channel]),
      normalized: forward.input[channel].map { ($0 - mean) * inverse },
      variance: variance,
      inverse: inverse,
      weight: weight
    )
  }

  // MARK: Parameters

  /// What a wrong grad_weight or grad_bias sums up.
  func ofParameter(_ actual: Tensor, specified: Tensor, isWeight: Bool) -> [String] {
    guard actual.count == gradOutput.channels, specified.count == actual.count else { return [] }
    let terms = (0..<actual.count).map { index -> [Double] in
      guard let channel = channel(index) else { return [] }
      return isWeight
        ? zip(channel.gradients, channel.normalized).map(*) : channel.gradients
    }
    guard terms.allSatisfy({ $0.count == gradOutput.valuesPerChannel }) else { return [] }
    let totals = (0..<actual.count).map { index in
      SumSigns.Total(
        channel: index,
        actual: actual.double(at: index),
        specified: specified.double(at: index),
        noise: 4 * forward.unit * terms[index].reduce(0) { $0 + $1.magnitude }
      )
    }
    return SumSigns(terms: terms, places: ChannelPlaces(shape), isMean: false).words(totals)
      .map { "the sum \($0)" }
  }

  // MARK: The input

  private struct Multiples {
    let channel: Channel
    /// How often dy, its mean and the x̂ term count; 1 is right.
    let gradient: Double
    let mean: Double?
    let projection: Double?
  }

  /// What a wrong grad_input is, by how often each term of the formula counts.
  func ofInput(_ actual: ChannelMajor, specified: ChannelMajor) -> [String] {
    var found: [Multiples] = []
    var counts = (gradient: 0, mean: 0, projection: 0, channels: 0)
    for index in 0..<gradOutput.channels {
      guard let channel = channel(index), channel.weight != 0 else { continue }
      let scale = channel.weight * channel.inverse
      let error = zip(actual[index], specified[index]).map { ($0 - $1) / scale }
      let largest = error.reduce(0) { max($0, $1.magnitude) }
      let size = channel.gradients.reduce(0) { max($0, $1.magnitude) }
      let noise = 8 * forward.unit * size
      guard largest > 8 * noise else { continue }
      let ones = [Double](repeating: 1, count: error.count)
      guard
        let fit = ErrorFit(error, by: [ones, channel.normalized, channel.gradients], noise: noise)
      else {
        return []
      }
      let n = Double(error.count)
      let mean = channel.gradients.reduce(0, +) / n
      let projection = zip(channel.gradients, channel.normalized).reduce(0) { $0 + $1.0 * $1.1 } / n
      let parts = fit.shares.map { $0 > 4e-3 }
      counts.channels += 1
      counts.mean += parts[0] ? 1 : 0
      counts.projection += parts[1] ? 1 : 0
      counts.gradient += parts[2] ? 1 : 0
      let isTraining = forward.mode == .training
      found.append(
        Multiples(
          channel: channel,
          gradient: 1 + (parts[2] ? fit.factors[2] : 0),
          mean: isTraining ? 1 - (parts[0] ? fit.factors[0] / mean : 0) : nil,
          projection: isTraining ? 1 - (parts[1] ? fit.factors[1] / projection : 0) : nil
        )
      )
    }
    guard counts.channels > 0 else { return [] }
    guard forward.mode == .training else { return extra(counts.mean, counts.projection) }
    var words: [String] = []
    if counts.mean > 0 {
      words.append(
        "the mean of grad_output counts "
          + times(found.compactMap { m in m.mean.map { (m.channel, $0) } })
      )
    }
    if counts.projection > 0 {
      words.append(
        "the x̂ term counts " + times(found.compactMap { m in m.projection.map { (m.channel, $0) } })
      )
    }
    if counts.gradient > 0 {
      words.append("grad_output itself counts " + times(found.map { ($0.channel, $0.gradient) }))
    }
    return words
  }

  /// In an evaluation neither term belongs there.
  private func extra(_ mean: Int, _ projection: Int) -> [String] {
    var words: [String] = []
    if mean > 0 { words.append("holds a constant of each channel beside grad_output") }
    if projection > 0 { words.append("holds a multiple of x̂ beside grad_output") }
    return words
  }

  /// What the factors of all channels are.
  private func times(_ factors: [(channel: Channel, value: Double)]) -> String {
    func all(_ value: (Channel) -> Double) -> Bool {
      factors.allSatisfy {
        ($0.value - value($0.channel)).magnitude <= 5e-3 * max(1, $0.value.magnitude)
      }
    }
    let n = forward.count
    let eps = forward.configuration.eps
    let constants: [(Double, String)] = [
      (0, "0 times: it is missing"), (-1, "−1 times: its sign is wrong"), (0.5, "half"),
      (2, "2 times"), (3, "3 times"),
      (n / (n - 1), "n/(n − 1) times"), ((n - 1) / n, "(n − 1)/n times"), (n, "n times"),
      (1 / n, "1/n times"),
    ]
    if let known = constants.first(where: { constant in all { _ in constant.0 } }) {
      return known.1
    }
    let functions: [((Channel) -> Double, String)] = [
      ({ $0.weight }, "weight times"), ({ 1 / $0.weight }, "1/weight times"),
      ({ $0.weight * $0.weight }, "weight² times"),
      ({ $0.inverse }, "1/√(variance + eps) times"),
      ({ 1 / $0.inverse }, "√(variance + eps) times"),
      ({ $0.inverse * $0.inverse }, "1/(variance + eps) times"),
      ({ $0.variance + eps }, "variance + eps times"),
      ({ $0.share }, "variance/(variance + eps) times"),
      ({ 1 / $0.share }, "(variance + eps)/variance times"),
      ({ $0.share * $0.share.squareRoot() }, "(variance/(variance + eps))^1.5 times"),
      ({ 1 / ($0.share * $0.share.squareRoot()) }, "((variance + eps)/variance)^1.5 times"),
      ({ 1 / ($0.share * $0.share) }, "((variance + eps)/variance)² times"),
      ({ 1 - $0.share }, "eps/(variance + eps) times"),
    ]
    if let known = functions.first(where: { all($0.0) }) { return known.1 }
    if let first = factors.first?.value, all({ _ in first }) {
      return "\(Float((first * 1000).rounded() / 1000)) times"
    }
    return "another number of times in each channel"
  }

  /// What the error of a tensor of the input's shape consists of, where there is no simpler formula.
  func ofSecondOrder(_ actual: ChannelMajor, specified: ChannelMajor, incoming: ChannelMajor?)
    -> [String]
  {
    let names = [
      "a constant", "a multiple of x̂", "a multiple of grad_output", "a multiple of grad_grad_input",
    ]
    var parts: Set<Int> = []
    var channels = 0
    for index in 0..<gradOutput.channels {
      guard let channel = channel(index) else { return [] }
      let error = zip(actual[index], specified[index]).map { $0 - $1 }
      let largest = error.reduce(0) { max($0, $1.magnitude) }
      let size = specified[index].reduce(0) { max($0, $1.magnitude) }
      guard largest > 4096 * forward.unit * size else { continue }
      let ones = [Double](repeating: 1, count: error.count)
      var vectors = [ones, channel.normalized, channel.gradients]
      if let incoming { vectors.append(Array(incoming[index])) }
      guard let fit = ErrorFit(error, by: vectors, noise: 64 * forward.unit * size) else {
        return []
      }
      channels += 1
      parts.formUnion(fit.shares.indices.filter { fit.shares[$0] > 1e-2 })
    }
    guard channels > 0, !parts.isEmpty, parts.count < 3 else { return [] }
    return [
      "the error is \(parts.sorted().map { names[$0] }.joined(separator: " and ")) in each channel"
    ]
  }
}
