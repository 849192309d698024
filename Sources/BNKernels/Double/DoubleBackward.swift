// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNExactArithmetic

/// One backward of a float64 tensor, correctly rounded.
///
/// The pointers must stay valid during a call; what is written overlaps nothing that is read. What is
/// not wanted is nil.
package struct DoubleBackward: @unchecked Sendable {
  /// The forward whose gradients are taken.
  package let forward: DoubleForward
  /// Its statistics.
  package let statistics: Statistics
  /// Where the gradients with respect to x, γ and β go.
  package var gradInput: UnsafeMutablePointer<Double>?
  package var gradWeight: UnsafeMutablePointer<Double>?
  package var gradBias: UnsafeMutablePointer<Double>?

  /// The statistics that a forward normalized with.
  package enum Statistics: @unchecked Sendable {
    /// Those of the batch, by its sums.
    case batch([BoundedSums])
    /// The running means and variances.
    case running(mean: UnsafePointer<Double>, variance: UnsafePointer<Double>)
  }

  package init(forward: DoubleForward, statistics: Statistics) {
    self.forward = forward
    self.statistics = statistics
  }

  /// Computes the gradients; returns the channels that it left to the specification.
  ///
  /// Those have a value, parameter or eps that is not finite or too extreme for double-double.
  package func run(
    _ input: UnsafePointer<Double>,
    _ gradOutput: UnsafePointer<Double>,
    _ grid: ChannelGrid
  ) -> [Int] {
    let job = DoubleGradientJob(backward: self, input: input, gradOutput: gradOutput, grid: grid)
    let stage = DoubleStage(grid)
    let done = ChannelThreads.map(parts: stage.groups, threads: forward.threads(for: grid)) {
      let worker = DoubleGradientWorker(job: job)
      return { worker.run($0) }
    }
    .flatMap(\.self)
    return done.indices.filter { !done[$0] }
  }
}

/// The float64 tensors in row-major order that a backward works on.
struct DoubleGradientJob: @unchecked Sendable {
  let backward: DoubleBackward
  let input: UnsafePointer<Double>
  let gradOutput: UnsafePointer<Double>
  let grid: ChannelGrid

  /// The exact gradient of β of a channel alone, which data of few bits often put halfway.
  func exactBias(_ channel: Int) -> QuadraticSurd {
    QuadraticSurd(
      rational: .finite(ExactDoubleSums.sum(gradOutput, grid, channel: channel))
    )
  }

  /// The exact gradients of a channel.
  func exact(_ channel: Int) -> ExactGradient {
    let forward = backward.forward
    var (scale, usesBatch) = (forward.scale(channel, input, grid), true)
    if case .running(let mean, let variance) = backward.statistics {
      scale = forward.scale(channel, DoubleStatistics(mean: mean, variance: variance))
      usesBatch = false
    }
    return ExactGradient(
      scale,
      usesBatchStatistics: usesBatch,
      exact: ExactDoubleSums(input, gradOutput, grid, channel: channel).exact
    )
  }
}
