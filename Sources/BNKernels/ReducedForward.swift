// SPDX-License-Identifier: MIT

internal import CBNKernels
package import BNTensors

/// One forward of a float16 or bfloat16 tensor, correctly rounded.
///
/// The elements are bit patterns. γ, β and running statistics are given in float32, which holds the
/// 16-bit ones exactly. The pointers must stay valid during a call; output overlaps no input.
package struct ReducedForward: @unchecked Sendable {
  /// The element type: float16 or bfloat16.
  package let type: ElementType
  /// eps, γ, β and settings.
  package let forward: FloatForward

  package init(type: ElementType, forward: FloatForward) {
    self.type = type
    self.forward = forward
  }

  /// Normalizes with the statistics of the batch; returns the sums of every channel.
  package func train(
    _ input: UnsafePointer<UInt16>,
    _ output: UnsafeMutablePointer<UInt16>,
    _ grid: ChannelGrid
  ) -> [BoundedSums] {
    let job = ReducedJob(call: self, input: input, output: output, grid: grid)
    return ChannelThreads.map(parts: grid.channels, threads: forward.threads(for: grid)) {
      let worker = ReducedWorker(job: job)
      return { worker.train($0) }
    }
  }

  /// The exact sums of one channel.
  package func exactSums(
    _ input: UnsafePointer<UInt16>,
    _ grid: ChannelGrid,
    channel: Int
  ) -> ChannelSums {
    WidenedBlocks(
      input,
      grid,
      type: type,
      kernels: FloatKernels(forward.settings.kernels, elements: grid.count)
    )
    .sums(of: channel)
  }

  /// Normalizes with running statistics (R29).
  package func evaluate(
    _ input: UnsafePointer<UInt16>,
    _ output: UnsafeMutablePointer<UInt16>,
    _ grid: ChannelGrid,
    runningMean: UnsafePointer<Float>,
    runningVar: UnsafePointer<Float>
  ) {
    let job = ReducedJob(call: self, input: input, output: output, grid: grid)
    let statistics = RunningStatistics(mean: runningMean, variance: runningVar)
    _ = ChannelThreads.map(parts: grid.channels, threads: forward.threads(for: grid)) {
      let worker = ReducedWorker(job: job)
      return { worker.evaluate($0, statistics) }
    }
  }
}

extension ElementType {
  /// The format of a 16-bit type.
  var reducedFormat: FloatFormat { self == .bfloat16 ? .bfloat16 : .binary16 }
}

/// A tensor of 16-bit elements in row-major order that a forward works on.
struct ReducedJob: @unchecked Sendable {
  let call: ReducedForward
  let input: UnsafePointer<UInt16>
  let output: UnsafeMutablePointer<UInt16>
  let grid: ChannelGrid
}
