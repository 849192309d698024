// SPDX-License-Identifier: MIT

internal import CBNKernels
internal import BNExactArithmetic
internal import BNTensors

/// Computes group after group of the channels of a row-major float64 tensor on one thread.
final class DoubleWorker {
  private let job: DoubleJob
  private let kernels: DoubleKernels
  private let stage: DoubleStage
  private let blocks: [DoubleStage.Block]
  private let gathered: UnsafeMutablePointer<Double>
  private let results: UnsafeMutablePointer<Double>
  private let undecided = UnsafeMutablePointer<bn_open_chunk>
    .allocate(capacity: DoubleStage.block / 32)

  /// What one channel is normalized by.
  private enum Rule {
    /// All elements are one number.
    case constant(Double)
    case line(bn_double_line?, DoubleDecision)
  }

  init(job: DoubleJob) {
    self.job = job
    kernels = DoubleKernels(job.forward.settings.kernels, elements: job.grid.count)
    stage = DoubleStage(job.grid)
    blocks = stage.blocks()
    gathered = stage.makeRoom()
    results = stage.makeRoom()
  }

  deinit {
    gathered.deallocate()
    results.deallocate()
    undecided.deallocate()
  }

  /// Normalizes the channels of a group with their own statistics.
  func train(_ group: Int) -> [BoundedSums] {
    let channels = stage.channels(group)
    var takers = channels.map { _ in DoubleAccumulator() }
    take(group, &takers) { _ in true }
    if takers.contains(where: \.isRejected) {
      let again = takers.map(\.isRejected)
      for lane in takers.indices where again[lane] { takers[lane] = .init(after: takers[lane]) }
      take(group, &takers) { again[$0] }
    }
    let sums = takers.map(\.sums)
    let rules = zip(channels, sums).map { rule($0, $1) }
    transform(group, isGathered: stage.isStaged && blocks.count == 1) { lane, x, y, count in
      switch rules[lane] {
      case .constant(let value): y.update(repeating: value, count: count)
      case .line(let line, let decision): self.round(x, y, count, line, decision)
      }
    }
    return sums
  }

  private func take(
    _ group: Int,
    _ takers: inout [DoubleAccumulator],
    where wanted: (Int) -> Bool
  ) {
    for block in blocks {
      let x = stage.values(job.input, block, group, gathered)
      for lane in takers.indices where wanted(lane) {
        takers[lane].add(x + lane * stage.laneStride, block.count, kernels)
      }
    }
  }

  private func rule(_ channel: Int, _ sums: BoundedSums) -> Rule {
    let forward = job.forward
    let (gamma, beta) = (forward.gamma(channel), forward.beta(channel))
    guard sums.isFinite else { return .constant(.nan) }
    if gamma == 0 || sums.minimum == sums.maximum, gamma.isFinite, beta.isFinite, forward.eps > 0,
      forward.eps.isFinite
    {
      // Nothing but β is left; −0 + 0 is +0.
      return .constant(beta + 0)
    }
    let line = DoubleLine(
      sums: sums,
      gamma: gamma,
      beta: beta,
      eps: forward.eps,
      stress: forward.settings.stress
    )
    let job = job
    let decision = DoubleDecision(line: line) {
      forward.scale(channel, job.input, job.grid)
    }
    return .line(line?.line(largest: sums.reach), decision)
  }

  /// Normalizes the channels of a group with running statistics.
  func evaluate(_ group: Int, _ statistics: DoubleStatistics) {
    let forward = job.forward
    let decisions = stage.channels(group).map { channel in
      DoubleDecision(
        line: DoubleLine(
          runningMean: statistics.mean[channel],
          runningVar: statistics.variance[channel],
          gamma: forward.gamma(channel),
          beta: forward.beta(channel),
          eps: forward.eps,
          stress: forward.settings.stress
        )
      ) { forward.scale(channel, statistics) }
    }
    var bounds = decisions.map { _ in 0.0 }
    var lines: [bn_double_line?] = decisions.map { _ in nil }
    transform(group, isGathered: false) { lane, x, y, count in
      let (range, hasNaN) = kernels.range(x, count)
      let largest = max(range.maximum, -range.minimum)
      guard !hasNaN, largest < 0x1p400 else {
        return self.round(x, y, count, nil, decisions[lane])
      }
      if largest > bounds[lane] || lines[lane] == nil {
        bounds[lane] = 2 * largest
        lines[lane] = decisions[lane].line?.line(largest: bounds[lane])
      }
      self.round(x, y, count, lines[lane], decisions[lane])
    }
  }

  /// Fills the output of a group; the block read last is still in a cache and comes first, and the
  /// only one may be gathered still.
  private func transform(
    _ group: Int,
    isGathered: Bool,
    _ body: (Int, UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
  ) {
    let lanes = stage.channels(group).count
    for block in blocks.reversed() {
      let x =
        isGathered ? UnsafePointer(gathered) : stage.values(job.input, block, group, gathered)
      let y = stage.isStaged ? results : job.output + (x - UnsafePointer(job.input))
      for lane in 0..<lanes {
        body(lane, x + lane * stage.laneStride, y + lane * stage.laneStride, block.count)
      }
      if stage.isStaged { stage.put(results, block, group, job.output) }
    }
  }

  private func round(
    _ x: UnsafePointer<Double>,
    _ y: UnsafeMutablePointer<Double>,
    _ count: Int,
    _ line: bn_double_line?,
    _ decision: DoubleDecision
  ) {
    guard let line else {
      for index in 0..<count { y[index] = decision.result(x[index]) }
      return
    }
    let found = kernels.round(x, y, count, line, undecided, staged: stage.isStaged)
    UnsafePointer(undecided).forEach(found) { y[$0] = decision.result(x[$0]) }
  }
}
