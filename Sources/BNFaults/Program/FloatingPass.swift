// SPDX-License-Identifier: MIT

internal import BNTensors

/// One forward of the floating layer, with what its backward may use.
struct FloatingPass {
  let input: Tensor
  let output: Tensor
  let groups: [[Int]]
  var usesBatch: Bool
  var means: [Double]
  var variances: [Double]
  /// 1/√(variance + eps) as the forward found it.
  var inverses: [Double]
  let weight: [Double]?
  let bias: [Double]?
  let parameterShape: Shape?
}
