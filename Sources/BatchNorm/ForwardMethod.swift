// SPDX-License-Identifier: MIT

package import BNTensors

/// Another way to the bits of the specification, such as fast kernels; what it leaves open the
/// specification decides.
package protocol ForwardMethod: Sendable {
  /// The pass of a call whose input has elements; nil where the method does not serve.
  func pass(_ call: NormalizationCall, eps: Double) -> ForwardPass?
}

/// What a method keeps of a forward, for what follows it.
package protocol PassMemory: Sendable {
  /// The running statistics of a channel after the batch, as bit patterns of their type (R23, R26); nil
  /// where the method leaves one open.
  func movedStatistics(
    mean: Tensor,
    variance: Tensor,
    channel: Int,
    factor: Double
  ) -> (mean: UInt64, variance: UInt64)?

  /// The gradients of the pass, and the channels that are left to the specification; nil where the method
  /// does not serve.
  func gradients(
    of pass: ForwardPass,
    gradOutput: Tensor,
    wants: Set<FirstOrderGradient>
  ) -> (gradients: Gradients, left: [Int])?
}
