// SPDX-License-Identifier: MIT

package import BNBounds

/// A tolerance that a published suite uses for BatchNorm, applied to every tensor of our cases.
///
/// Rules that are no bound on a single element (root mean square, correlation, "absolute and relative
/// both exceeded") cannot be written as one and are left out.
package struct PublishedRule: Sendable {
  /// Who uses it.
  package let name: String
  /// The rule; nil is this suite's own, as each case has it.
  package let tolerance: ToleranceMode?

  /// The rules, ours first.
  package static let all: [PublishedRule] = [
    PublishedRule(name: "bnconform certified", tolerance: nil),
    PublishedRule(name: "PyTorch assert_close", tolerance: .torch),
    PublishedRule(
      name: "ONNX backend rtol 1e-3 atol 1e-7",
      tolerance: .allclose(relative: 1e-3, absolute: 1e-7)
    ),
    PublishedRule(
      name: "onnxruntime rtol 1e-4 atol 1e-5",
      tolerance: .allclose(relative: 1e-4, absolute: 1e-5)
    ),
    PublishedRule(name: "WPT WebNN 6 ULP", tolerance: .ulp(6)),
    PublishedRule(
      name: "oneDNN rtol 6e-7",
      tolerance: .allclose(relative: 6e-7, absolute: 0)
    ),
    PublishedRule(
      name: "TensorFlow atol 1e-3",
      tolerance: .allclose(relative: 0, absolute: 1e-3)
    ),
    PublishedRule(
      name: "StableHLO atol 1e-4",
      tolerance: .allclose(relative: 0, absolute: 1e-4)
    ),
    PublishedRule(
      name: "array-api rtol 0.25 atol 1",
      tolerance: .allclose(relative: 0.25, absolute: 1)
    ),
    PublishedRule(name: "all bits", tolerance: .exact),
  ]
}
