// SPDX-License-Identifier: MIT

internal import CBNKernels

/// One forward of a float32 tensor, correctly rounded.
///
/// The pointers must stay valid during a call; input and output may not overlap.
package struct FloatForward: @unchecked Sendable {
  /// The number added to the variance inside the root (R21).
  package var eps: Double
  /// γ and β of every channel; absent means 1 and 0 (R22).
  package var weight: UnsafePointer<Float>?
  package var bias: UnsafePointer<Float>?
  /// The running statistics that a training forward moves, if any (R23).
  package var running: RunningUpdate?
  /// The code to run; ``KernelChoice/specified`` counts as the baseline here.
  package var settings: KernelSettings

  package init(
    eps: Double,
    weight: UnsafePointer<Float>? = nil,
    bias: UnsafePointer<Float>? = nil,
    settings: KernelSettings = .preferred
  ) {
    self.eps = eps
    self.weight = weight
    self.bias = bias
    self.settings = settings
  }

  /// Normalizes with the statistics of the batch (R20–R22); returns the sums of every channel.
  package func train(
    _ input: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>,
    _ grid: ChannelGrid
  ) -> [BoundedSums] {
    let job = PlaneJob(forward: self, input: input, output: output, grid: grid)
    let side = columns(of: grid)
    let ranges = ColumnRanges(channels: side, count: threads(for: grid))
    let left = map(ranges.count, grid) {
      { ColumnWorker(job: job, channels: ranges[$0]).train() }
    }
    if let all = left.first, all.count == grid.channels { return all }
    let right = map(grid.channels - side, grid) {
      let worker = PlaneWorker(job: job)
      return { worker.train(side + $0) }
    }
    return left.flatMap(\.self) + right
  }

  /// The exact sums of one channel.
  package func exactSums(
    _ input: UnsafePointer<Float>,
    _ grid: ChannelGrid,
    channel: Int
  ) -> ChannelSums {
    ExactBlocks(input, grid, FloatKernels(settings.kernels, elements: grid.count))
      .sums(of: channel)
  }

  /// Normalizes with running statistics (R29).
  package func evaluate(
    _ input: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>,
    _ grid: ChannelGrid,
    runningMean: UnsafePointer<Float>,
    runningVar: UnsafePointer<Float>
  ) {
    let job = PlaneJob(forward: self, input: input, output: output, grid: grid)
    let statistics = RunningStatistics(mean: runningMean, variance: runningVar)
    let runs = grid.samples * grid.channels
    let parts = min(runs, threads(for: grid) == 1 ? 1 : 8 * threads(for: grid))
    _ = map(parts, grid) {
      let worker = EvaluationWorker(job: job, statistics: statistics)
      return { part in
        for run in (runs * part / parts)..<(runs * (part + 1) / parts) { worker.evaluate(run: run) }
      }
    }
  }

  /// How many of the first channels are computed side by side.
  private func columns(of grid: ChannelGrid) -> Int {
    let serves = grid.inner == 1 && grid.samples > 1 && ChannelLine.epsRange.contains(eps)
    return serves ? grid.channels & ~7 : 0
  }

  /// How many threads a tensor is worth.
  func threads(for grid: ChannelGrid) -> Int {
    grid.count < settings.threadingThreshold ? 1 : max(1, settings.threads)
  }

  private func map<Result: Sendable>(
    _ parts: Int,
    _ grid: ChannelGrid,
    start: @Sendable () -> (Int) -> Result
  ) -> [Result] {
    ChannelThreads.map(parts: parts, threads: threads(for: grid), start: start)
  }

  func gamma(_ channel: Int) -> Double { weight.map { Double($0[channel]) } ?? 1 }
  func beta(_ channel: Int) -> Double { bias.map { Double($0[channel]) } ?? 0 }
}

/// Running statistics in float32.
struct RunningStatistics: @unchecked Sendable {
  let mean: UnsafePointer<Float>
  let variance: UnsafePointer<Float>
}

/// A tensor in row-major order that a forward works on.
struct PlaneJob: @unchecked Sendable {
  let forward: FloatForward
  let input: UnsafePointer<Float>
  let output: UnsafeMutablePointer<Float>
  let grid: ChannelGrid
}
