// SPDX-License-Identifier: MIT

internal import CBNKernels

/// One backward of a float32 tensor, correctly rounded.
///
/// The pointers must stay valid during a call; what is written overlaps nothing that is read. What is
/// not wanted is nil.
package struct FloatBackward: @unchecked Sendable {
  /// The forward whose gradients are taken.
  package var forward: FloatForward
  /// Its statistics.
  package var statistics: Statistics
  /// Where the gradients with respect to x, γ and β go.
  package var gradInput: UnsafeMutablePointer<Float>?
  package var gradWeight: UnsafeMutablePointer<Float>?
  package var gradBias: UnsafeMutablePointer<Float>?

  /// The statistics that a forward normalized with.
  package enum Statistics: @unchecked Sendable {
    /// Those of the batch, by its sums.
    case batch([BoundedSums])
    /// The running means and variances.
    case running(mean: UnsafePointer<Float>, variance: UnsafePointer<Float>)
  }

  package init(forward: FloatForward, statistics: Statistics) {
    self.forward = forward
    self.statistics = statistics
  }

  /// Computes the gradients; returns the channels that it left to the specification.
  ///
  /// Those have a value, parameter or eps that is not finite or too extreme for double-double.
  package func run(
    _ input: UnsafePointer<Float>,
    _ gradOutput: UnsafePointer<Float>,
    _ grid: ChannelGrid
  ) -> [Int] {
    let job = GradientJob(backward: self, input: input, gradOutput: gradOutput, grid: grid)
    let done = ChannelThreads.map(
      parts: grid.channels,
      threads: grid.count < forward.settings.threadingThreshold
        ? 1 : max(1, forward.settings.threads)
    ) {
      let worker = GradientWorker(job: job)
      return { worker.run($0) }
    }
    return done.indices.filter { !done[$0] }
  }
}

/// The tensors in row-major order that a backward works on.
struct GradientJob: @unchecked Sendable {
  let backward: FloatBackward
  let input: UnsafePointer<Float>
  let gradOutput: UnsafePointer<Float>
  let grid: ChannelGrid
}
