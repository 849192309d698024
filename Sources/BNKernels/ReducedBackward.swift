// SPDX-License-Identifier: MIT

package import BNTensors

/// One backward of a float16 or bfloat16 tensor, correctly rounded.
///
/// The elements are bit patterns. γ, β and running statistics are given in float32, which holds the
/// 16-bit ones exactly. The pointers must stay valid during a call; what is written overlaps nothing
/// that is read. What is not wanted is nil.
package struct ReducedBackward: @unchecked Sendable {
  /// The element type: float16 or bfloat16.
  package let type: ElementType
  /// The format of γ and β, to which their gradients are rounded.
  package let parameterFormat: FloatFormat
  /// The forward whose gradients are taken.
  package let forward: FloatForward
  /// Its statistics.
  package let statistics: FloatBackward.Statistics
  /// Where the gradient with respect to x goes.
  package var gradInput: UnsafeMutablePointer<UInt16>?
  /// Where the bit patterns of the gradients with respect to γ and β go.
  package var gradWeight: UnsafeMutablePointer<UInt64>?
  package var gradBias: UnsafeMutablePointer<UInt64>?

  package init(
    type: ElementType,
    parameterFormat: FloatFormat,
    forward: FloatForward,
    statistics: FloatBackward.Statistics
  ) {
    self.type = type
    self.parameterFormat = parameterFormat
    self.forward = forward
    self.statistics = statistics
  }

  /// Computes the gradients; returns the channels that it left to the specification.
  ///
  /// Those have a value, parameter or eps that is not finite or too extreme for double-double.
  package func run(
    _ input: UnsafePointer<UInt16>,
    _ gradOutput: UnsafePointer<UInt16>,
    _ grid: ChannelGrid
  ) -> [Int] {
    let job = ReducedGradientJob(backward: self, input: input, gradOutput: gradOutput, grid: grid)
    let done = ChannelThreads.map(parts: grid.channels, threads: forward.threads(for: grid)) {
      let worker = ReducedGradientWorker(job: job)
      return { worker.run($0) }
    }
    return done.indices.filter { !done[$0] }
  }
}

/// The tensors of 16-bit elements in row-major order that a backward works on.
struct ReducedGradientJob: @unchecked Sendable {
  let backward: ReducedBackward
  let input: UnsafePointer<UInt16>
  let gradOutput: UnsafePointer<UInt16>
  let grid: ChannelGrid
}
