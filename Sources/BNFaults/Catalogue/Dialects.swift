// SPDX-License-Identifier: MIT

internal import BNTensors

extension FaultCatalogue {
  /// Ways of BatchNorms that required cases allow; recommended and informative ones show them.
  static let dialects: [Fault] = [
    Fault(
      "serial-float32-sums",
      "adds the values of a channel up in one float32 row",
      "PyTorch with (N, C) inputs, TensorFlow",
      "R20",
      .precision,
      .common,
      dialect: "required cases allow the error of a serial float32 sum",
      including: "float32-arithmetic"
    ) { $0.arithmetic.format = .binary32 },
    Fault(
      "float32-arithmetic",
      "computes in float32, where squares overflow",
      "PyTorch",
      "R20",
      .precision,
      .common,
      dialect: "squares need not overflow, but whoever computes in float32 may let them"
    ) {
      $0.arithmetic.format = .binary32; $0.arithmetic.summation = .pairwise
    },
    Fault(
      "folded-form",
      "computes α·x + β', which is ∞ − ∞ for an infinite weight",
      "PyTorch, Keras, ONNX Runtime",
      "R22",
      .affine,
      .common,
      dialect: "folding is a legal way to compute wherever the weight is finite"
    ) { $0.arithmetic.form = .folded },
    Fault(
      "subnormals-flushed",
      "turns subnormal numbers into 0",
      "GPU flush mode; a dialect",
      "R20",
      .precision,
      dialect: "what becomes of subnormal numbers is not specified"
    ) { $0.arithmetic.flushesSubnormals = true },
    Fault(
      "evaluation-differentiated-later",
      "differentiates an evaluation with the running statistics of the time of the backward",
      "PyTorch 2.10; pytorch#13402, #120622",
      "R41",
      .backward,
      dialect: "PyTorch 2.10 itself does so"
    ) { $0.backward.evaluationUsesNewStatistics = true },
    Fault(
      "second-bias-needs-weight",
      "leaves the grad_bias term B out where there is no weight",
      "PyTorch 2.10",
      "R41",
      .secondOrder,
      dialect: "PyTorch 2.10 itself does so"
    ) { $0.secondOrder.dropsBiasTermWithoutWeight = true },
  ]
}
