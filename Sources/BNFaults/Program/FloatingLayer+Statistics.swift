// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

/// The statistics that a layer normalizes with.
extension FloatingLayer {
  /// A pass as if it had normalized with the statistics of its batch.
  func withBatchStatistics(_ pass: FloatingPass) -> FloatingPass {
    let x = pass.input.doubles
    let batches = pass.groups.map { offsets in
      BatchStatistics(offsets.map { x[$0] }, choices, count: offsets.count)
    }
    var copy = pass
    copy.usesBatch = true
    copy.means = batches.map(\.mean)
    copy.variances = batches.map(\.variance)
    return copy
  }

  /// Mean and variance of a group of a batch.
  func batch(
    _ offsets: [Int],
    x: [Double],
    shape: Shape,
    group: Int
  ) -> (Double, Double) {
    let sampled =
      choices.layout.incomplete == .gradients
      ? offsets
      : choices.layout.sampled(offsets, shape: shape, mayBeEmpty: choices.statistics.dividesByAll)
    let parts = parts(of: sampled, shape)
    var (mean, variance) = merged(
      parts.map { part in
        let count = parts.count > 1 ? part.count : offsets.count
        return BatchStatistics(part.map { x[$0] }, choices, count: count)
      }
    )
    if choices.statistics.blendsRunningStatistics, let old = state.runningMean?.doubles,
      let oldVar = state.runningVar?.doubles, group < old.count, group < oldVar.count
    {
      let a = configuration.momentum ?? 0.1
      mean = (1 - a) * old[group] + a * mean
      let n = Double(offsets.count)
      let new = choices.statistics.blendsUnbiased ? variance * n / (n - 1) : variance
      variance = (1 - a) * oldVar[group] + a * new
    }
    if choices.statistics.mixesChannelsOnNotANumber, x.contains(where: \.isNaN) { mean = .nan }
    return (mean, variance)
  }

  /// The parts of a channel's elements whose statistics are found apart.
  private func parts(of offsets: [Int], _ shape: Shape) -> [[Int]] {
    let size: Int
    switch choices.statistics.parts?.of {
    case nil: return [offsets]
    case .values(let count): size = count
    case .samples where shape.channelStride == 1: return [offsets]
    case .samples: size = shape.channelStride
    case .lanes(let count):
      return (0..<min(count, offsets.count)).map { lane in
        stride(from: lane, to: offsets.count, by: count).map { offsets[$0] }
      }
    case .halfOfValues:
      let middle = offsets.count / 2
      return [Array(offsets[..<middle]), Array(offsets[middle...])].filter { !$0.isEmpty }
    case .halfOfSamples: size = (shape.dimensions[0] + 1) / 2 * shape.channelStride
    }
    return stride(from: 0, to: offsets.count, by: size).map { start in
      Array(offsets[start..<min(start + size, offsets.count)])
    }
  }

  /// Mean and variance of several parts, merged as the choices say.
  private func merged(_ parts: [BatchStatistics]) -> (Double, Double) {
    guard parts.count > 1, let merge = choices.statistics.parts?.merge else {
      return parts.first.map { ($0.mean, $0.variance) } ?? (0, 0)
    }
    let areEqual = merge == .equal || merge == .equalWithoutMeans
    var mean = 0.0
    var squares = 0.0
    var total = 0.0
    for part in parts {
      let count = areEqual ? 1 : Double(part.count)
      let delta = part.mean - mean
      squares += part.variance * count
      switch merge {
      case .equalWithoutMeans, .withoutMeans: break
      case .plainDelta: squares += total > 0 ? delta * delta : 0
      case .deltaTimesCounts: squares += delta * delta * total * count
      case .equal, .middleMean: squares += delta * delta * total * count / (total + count)
      }
      mean += delta * (merge == .middleMean && total > 0 ? 0.5 : count / (total + count))
      total += count
    }
    return (mean, squares / total)
  }

  /// Mean and variance of a group by the running statistics.
  func buffers(_ group: Int, n: Double) -> (Double, Double) {
    let evaluation = choices.evaluation
    let source = evaluation.usesInitialStatistics ? initial : kept
    let format = choices.arithmetic.bufferFormat
    let means = read(source.runningMean, format) ?? [0]
    let variances = read(source.runningVar, format) ?? [evaluation.untrackedVariance ?? 1]
    func shifted(_ count: Int) -> Int {
      evaluation.usesFirstChannel ? 0 : (group + evaluation.statisticsShift + count) % count
    }
    var mean = means.isEmpty ? 0 : means[shifted(means.count)]
    var v = variances.isEmpty ? 1 : variances[shifted(variances.count)]
    if evaluation.swapsStatistics { swap(&mean, &v) }
    if let last = lastTraining, group < last.means.count {
      if [.mean, .both].contains(evaluation.lastBatch) { mean = last.means[group] }
      if [.variance, .both].contains(evaluation.lastBatch) { v = last.variances[group] }
    }
    if evaluation.ignoresRunningMean { mean = 0 }
    if evaluation.ignoresRunningVar { v = 1 }
    if evaluation.takesVarianceAsDeviation { v *= v }
    if evaluation.absoluteVariance { v = abs(v) }
    if evaluation.clampsVariance { v = max(v, 0) }
    if evaluation.unbiasesVariance, n > 1 { v *= n / (n - 1) }
    if evaluation.biasesVariance { v *= 0.75 }
    if evaluation.debiasesByCount, let count = state.numBatchesTracked, count > 0 {
      let kept = 1 - (configuration.momentum ?? 0.1)
      let debias = 1 - (0..<min(count, 50)).reduce(1.0) { power, _ in power * kept }
      if debias > 0 { (mean, v) = (mean / debias, v / debias) }
    }
    return (mean, v)
  }
}
