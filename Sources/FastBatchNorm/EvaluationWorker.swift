// SPDX-License-Identifier: MIT

internal import CAVX2

/// Normalizes runs of a row-major tensor with running statistics, in the order of memory.
final class EvaluationWorker {
  private let job: PlaneJob
  private let statistics: RunningStatistics
  private let planes: PlaneWorker
  private var channels: [Channel?]

  /// What is kept of a channel between its runs.
  private final class Channel {
    let decision: ElementDecision
    /// A bound for the magnitudes of the next run: a guess from those before.
    var bound: Float
    var lines: RoundingLines?

    init(decision: ElementDecision, bound: Float) {
      self.decision = decision
      self.bound = bound
      lines = decision.line.map { RoundingLines($0, largest: bound) }
    }
  }

  init(job: PlaneJob, statistics: RunningStatistics) {
    self.job = job
    self.statistics = statistics
    planes = PlaneWorker(job: job)
    channels = Array(repeating: nil, count: job.grid.channels)
  }

  /// Normalizes one run: the values of a channel in a sample, counted in the order of memory.
  func evaluate(run: Int) {
    let grid = job.grid
    let start = run * grid.inner
    let channel = channel(run % grid.channels, start)
    guard channel.decision.line != nil else {
      return planes.round(start, grid.inner, nil, channel.decision)
    }
    var done = 0
    while done < grid.inner {
      let part = min(PlaneWorker.slice, grid.inner - done)
      evaluate(start + done, part, channel)
      done += part
    }
  }

  private func evaluate(_ start: Int, _ count: Int, _ channel: Channel) {
    guard let constants = channel.decision.line, var lines = channel.lines else { return }
    let (x, y, kernels) = (job.input + start, job.output + start, planes.kernels)
    var (found, largest) = kernels.roundGuarded(x, y, count, lines, planes.undecided)
    if largest >= Float.infinity.bitPattern {
      return planes.round(start, count, nil, channel.decision)
    }
    if largest > channel.bound.bitPattern {
      channel.bound = min(2 * Float(bitPattern: largest), .greatestFiniteMagnitude)
      lines = RoundingLines(constants, largest: channel.bound)
      channel.lines = lines
      found = kernels.round(x, y, count, lines, planes.undecided, ahead: nil)
    }
    planes.settle(x, y, count, found, lines, channel.decision)
  }

  /// What is known of a channel; the first values of its first run suggest a bound.
  private func channel(_ index: Int, _ start: Int) -> Channel {
    if let channel = channels[index] { return channel }
    let forward = job.forward
    let (mean, variance) = (Double(statistics.mean[index]), Double(statistics.variance[index]))
    let (gamma, beta) = (forward.gamma(index), forward.beta(index))
    let line = ChannelLine(
      runningMean: mean,
      runningVar: variance,
      gamma: gamma,
      beta: beta,
      eps: forward.eps,
      stress: forward.settings.stress
    )
    let decision = ElementDecision(line: line) {
      ChannelScale(
        runningMean: mean,
        runningVar: variance,
        gamma: gamma,
        beta: beta,
        eps: forward.eps
      )
    }
    let pattern = planes.kernels.largest(job.input + start, min(64, job.grid.inner))
    let largest = Float(bitPattern: pattern)
    let channel = Channel(decision: decision, bound: largest < 0x1p125 ? 4 * largest : 0)
    channels[index] = channel
    return channel
  }
}
