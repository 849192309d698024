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
    let sampled = choices.layout.sampled(offsets, shape: shape)
    let found = BatchStatistics(sampled.map { x[$0] }, choices, count: offsets.count)
    var (mean, variance) = (found.mean, found.variance)
    if choices.statistics.blendsRunningStatistics, let old = state.runningMean?.doubles,
      let oldVar = state.runningVar?.doubles, group < old.count, group < oldVar.count
    {
      let a = configuration.momentum ?? 0.1
      mean = (1 - a) * old[group] + a * mean
      variance = (1 - a) * oldVar[group] + a * variance
    }
    if choices.statistics.mixesChannelsOnNotANumber, x.contains(where: \.isNaN) { mean = .nan }
    return (mean, variance)
  }

  /// Mean and variance of a group by the running statistics.
  func buffers(_ group: Int, isEvaluation: Bool) -> (Double, Double) {
    let evaluation = choices.evaluation
    let source = evaluation.usesInitialStatistics ? initial : state
    let format = choices.arithmetic.bufferFormat
    let means = read(source.runningMean, format) ?? [0]
    let variances = read(source.runningVar, format) ?? [1]
    func shifted(_ count: Int) -> Int { (group + evaluation.statisticsShift + count) % count }
    var mean = means.isEmpty ? 0 : means[shifted(means.count)]
    var v = variances.isEmpty ? 1 : variances[shifted(variances.count)]
    if evaluation.swapsStatistics { swap(&mean, &v) }
    if evaluation.ignoresRunningMean { mean = 0 }
    if evaluation.ignoresRunningVar { v = 1 }
    if evaluation.takesVarianceAsDeviation { v *= v }
    if evaluation.absoluteVariance { v = abs(v) }
    if evaluation.clampsVariance { v = max(v, 0) }
    if evaluation.biasesVariance { v *= 0.75 }
    if evaluation.debiasesByCount, let count = state.numBatchesTracked, count > 0 {
      let kept = 1 - (configuration.momentum ?? 0.1)
      let debias = 1 - (0..<min(count, 50)).reduce(1.0) { power, _ in power * kept }
      if debias > 0 { (mean, v) = (mean / debias, v / debias) }
    }
    return (mean, v)
  }
}
