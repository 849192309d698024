// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNExactArithmetic

/// One forward of a float64 tensor, correctly rounded.
///
/// The pointers must stay valid during a call; input and output may not overlap.
package struct DoubleForward: @unchecked Sendable {
  /// The number added to the variance inside the root (R21).
  package var eps: Double
  /// γ and β of every channel; absent means 1 and 0 (R22).
  package var weight: UnsafePointer<Double>?
  package var bias: UnsafePointer<Double>?
  /// The code to run; ``KernelChoice/specified`` counts as the baseline here.
  package var settings: KernelSettings

  package init(
    eps: Double,
    weight: UnsafePointer<Double>? = nil,
    bias: UnsafePointer<Double>? = nil,
    settings: KernelSettings = .preferred
  ) {
    self.eps = eps
    self.weight = weight
    self.bias = bias
    self.settings = settings
  }

  /// Normalizes with the statistics of the batch (R20–R22); returns the sums of every channel.
  package func train(
    _ input: UnsafePointer<Double>,
    _ output: UnsafeMutablePointer<Double>,
    _ grid: ChannelGrid
  ) -> [BoundedSums] {
    let job = DoubleJob(forward: self, input: input, output: output, grid: grid)
    return ChannelThreads.map(parts: DoubleStage(grid).groups, threads: threads(for: grid)) {
      let worker = DoubleWorker(job: job)
      return { worker.train($0) }
    }
    .flatMap(\.self)
  }

  /// Normalizes with running statistics (R29).
  package func evaluate(
    _ input: UnsafePointer<Double>,
    _ output: UnsafeMutablePointer<Double>,
    _ grid: ChannelGrid,
    runningMean: UnsafePointer<Double>,
    runningVar: UnsafePointer<Double>
  ) {
    let job = DoubleJob(forward: self, input: input, output: output, grid: grid)
    let statistics = DoubleStatistics(mean: runningMean, variance: runningVar)
    _ = ChannelThreads.map(parts: DoubleStage(grid).groups, threads: threads(for: grid)) {
      let worker = DoubleWorker(job: job)
      return { worker.evaluate($0, statistics) }
    }
  }

  /// How many threads a tensor is worth.
  func threads(for grid: ChannelGrid) -> Int {
    grid.count < settings.threadingThreshold ? 1 : max(1, settings.threads)
  }

  func gamma(_ channel: Int) -> Double { weight.map { $0[channel] } ?? 1 }
  func beta(_ channel: Int) -> Double { bias.map { $0[channel] } ?? 0 }

  /// The exact constants of a channel with running statistics.
  func scale(_ channel: Int, _ statistics: DoubleStatistics) -> ExactChannel {
    ExactChannel(
      runningMean: statistics.mean[channel],
      runningVar: statistics.variance[channel],
      gamma: gamma(channel),
      beta: beta(channel),
      eps: eps
    )
  }

  /// The exact constants of a channel of a batch, all of whose values are finite.
  func scale(_ channel: Int, _ input: UnsafePointer<Double>, _ grid: ChannelGrid) -> ExactChannel {
    ExactChannel(
      count: grid.valuesPerChannel,
      exact: ExactDoubleSums(input, input, grid, channel: channel).exact,
      gamma: gamma(channel),
      beta: beta(channel),
      eps: eps
    )
  }
}

/// Running statistics in float64.
struct DoubleStatistics: @unchecked Sendable {
  let mean: UnsafePointer<Double>
  let variance: UnsafePointer<Double>
}

/// A float64 tensor in row-major order that a forward works on.
struct DoubleJob: @unchecked Sendable {
  let forward: DoubleForward
  let input: UnsafePointer<Double>
  let output: UnsafeMutablePointer<Double>
  let grid: ChannelGrid
}
