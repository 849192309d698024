// SPDX-License-Identifier: MIT

/// A training forward of a tensor that comes in parts of whole samples, for tensors larger than memory.
///
/// The exact sums of the parts are integers, so that their total, and with it every bit of the output,
/// is that of the whole tensor at once (R20).
package struct StreamedForward {
  private let forward: FloatForward
  private let channels: Int
  private let inner: Int
  private var sums: [ChannelSums]

  /// Begins a forward over samples of so many channels of `inner` values.
  package init(_ forward: FloatForward, channels: Int, inner: Int) {
    self.forward = forward
    self.channels = channels
    self.inner = inner
    sums = Array(repeating: ChannelSums(), count: channels)
  }

  /// Takes the statistics of some samples.
  package mutating func add(_ input: UnsafePointer<Float>, samples: Int) {
    let job = SumsJob(input: input, grid: grid(samples))
    let settings = forward.settings
    let part = ChannelThreads.map(parts: channels, threads: max(1, settings.threads)) {
      let kernels = FloatKernels(settings.kernels, elements: job.grid.count)
      let blocks = ExactBlocks(job.input, job.grid, kernels)
      return { blocks.sums(of: $0) }
    }
    for channel in sums.indices { sums[channel].join(part[channel]) }
  }

  /// Moves the running statistics, once all samples have been taken (R23).
  ///
  /// Returns the channels whose values are not all finite: their statistics need the plain sum of all
  /// values, which only one pass over the whole tensor can give, and stay as they are.
  package func moveRunning() -> [Int] {
    sums.indices.filter { channel in
      guard sums[channel].isFinite else { return true }
      forward.running?
        .move(
          channel,
          sums[channel].bounded,
          stress: forward.settings.stress,
          exactSums: { sums[channel] },
          plainSum: { .nan }
        )
      return false
    }
  }

  /// Normalizes some samples with the statistics of all (R21, R22).
  package func normalize(
    _ input: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>,
    samples: Int
  ) {
    let job = PlaneJob(forward: forward, input: input, output: output, grid: grid(samples))
    _ = ChannelThreads.map(parts: channels, threads: max(1, forward.settings.threads)) {
      let worker = PlaneWorker(job: job)
      return { worker.normalize($0, exactly: sums[$0]) }
    }
  }

  private func grid(_ samples: Int) -> ChannelGrid {
    ChannelGrid(samples: samples, channels: channels, inner: inner)
  }
}

/// A tensor whose sums are taken.
private struct SumsJob: @unchecked Sendable {
  let input: UnsafePointer<Float>
  let grid: ChannelGrid
}
