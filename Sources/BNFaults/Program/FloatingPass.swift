// SPDX-License-Identifier: MIT

internal import BNTensors

/// One forward of the floating layer, with what its backward may use.
struct FloatingPass {
  /// The number of the forward in its layer, from 1.
  var number = 0
  /// eps as the forward found it.
  var eps = 0.0
  let input: Tensor
  let output: Tensor
  var groups: [[Int]]
  var usesBatch: Bool
  var means: [Double]
  var variances: [Double]
  /// 1/√(variance + eps) as the forward found it.
  var inverses: [Double]
  let weight: [Double]?
  let bias: [Double]?
  let parameterShape: Shape?

  /// The pass as those of its groups that lie together, one after the other.
  func parts(of groupCount: Int) -> [FloatingPass] {
    stride(from: 0, to: groups.count, by: max(groupCount, 1)).map { start in
      let range = start..<min(start + groupCount, groups.count)
      var part = self
      part.groups = Array(groups[range])
      part.means = Array(means[range])
      part.variances = Array(variances[range])
      part.inverses = Array(inverses[range])
      return part
    }
  }
}
