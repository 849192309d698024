// SPDX-License-Identifier: MIT

extension FaultCatalogue {
  /// Faults of affine.
  static let affine: [Fault] = [
    Fault(
      "weight-ignored",
      "ignores the weight",
      "denizyuret/Knet.jl#288; apache/mxnet#15717",
      "R22",
      .affine
    ) { $0.affine.ignoresWeight = true },
    Fault("bias-ignored", "ignores the bias", "Darknet CPU layer", "R22", .affine) {
      $0.affine.ignoresBias = true
    },
    Fault("weight-and-bias-swapped", "swaps weight and bias", "", "R22", .affine) {
      $0.affine.swaps = true
    },
    Fault("weight-absolute", "uses the weight's magnitude", "", "R22", .affine) {
      $0.affine.absoluteWeight = true
    },
    Fault("weight-plus-one", "adds 1 to the weight", "", "R22", .affine) {
      $0.affine.weightPlusOne = true
    },
    Fault("bias-before-weight", "adds the bias before the weight multiplies", "", "R22", .affine) {
      $0.affine.biasBeforeWeight = true
    },
    Fault("zero-weight-as-one", "takes a weight of 0 as 1", "", "R22", .affine) {
      $0.affine.zeroWeightIsOne = true
    },
    Fault("weight-clamped", "raises negative weights to 0", "", "R22", .affine) {
      $0.affine.clampsWeightAtZero = true
    },
    Fault("bias-subtracted", "subtracts the bias", "", "R22", .affine) {
      $0.affine.subtractsBias = true
    },
    Fault("weight-divides", "divides by the weight", "pytorch PR77434", "R22", .affine) {
      $0.affine.dividesByWeight = true
    },
    Fault(
      "bias-scaled",
      "multiplies the bias by the inverse deviation",
      "tenstorrent/tt-metal PR5317",
      "R22",
      .affine
    ) { $0.affine.biasScaled = true },
    Fault(
      "weight-without-bias-ignored",
      "ignores a weight without bias",
      "plaidml PR621; hls4ml#126",
      "R22",
      .affine
    ) { $0.affine.ignoresWeightWithoutBias = true },
    Fault(
      "bias-without-weight-ignored",
      "ignores a bias without weight",
      "plaidml PR621; hls4ml#126",
      "R22",
      .affine
    ) { $0.affine.ignoresBiasWithoutWeight = true },
    Fault("missing-weight-as-zero", "takes a missing weight as 0", "", "R22", .affine) {
      $0.affine.missingWeightIsZero = true
    },
    Fault("output-rectified", "cuts the output off at 0", "a fused ReLU", "R22", .affine) {
      $0.affine.clampsOutputAtZero = true
    },
    Fault("weight-twice", "multiplies by the weight twice", "", "R22", .affine) {
      $0.affine.weightTwice = true
    },
    Fault("bias-twice", "adds the bias twice", "", "R22", .affine) { $0.affine.biasTwice = true },
    Fault(
      "affine-before-normalization",
      "applies weight and bias to x before it normalizes",
      "",
      "R22",
      .affine
    ) { $0.affine.beforeNormalization = true },
    Fault(
      "folded-shift-without-weight",
      "leaves the weight out of mean·scale in y = scale·x + shift",
      "",
      "R22",
      .affine,
      or: [[{ $0.affine.inEvaluationOnly = true }]]
    ) { $0.affine.shift = .withoutWeight },
    Fault(
      "folded-shift-without-scale",
      "leaves 1/√(variance + eps) out of mean·scale in y = scale·x + shift",
      "tenstorrent/tt-metal PR5317",
      "R22",
      .affine,
      or: [[{ $0.affine.inEvaluationOnly = true }]]
    ) { $0.affine.shift = .withoutScale },
    Fault(
      "folded-shift-added",
      "adds mean·scale in y = scale·x + shift",
      "",
      "R22",
      .affine,
      or: [[{ $0.affine.inEvaluationOnly = true }]]
    ) { $0.affine.shift = .added },
    Fault(
      "weight-ignored-in-evaluation",
      "ignores the weight in evaluation",
      "",
      "R29",
      .affine
    ) {
      $0.affine.ignoresWeight = true; $0.affine.inEvaluationOnly = true
    },
    Fault("bias-ignored-in-evaluation", "ignores the bias in evaluation", "", "R29", .affine) {
      $0.affine.ignoresBias = true; $0.affine.inEvaluationOnly = true
    },
    Fault(
      "output-clipped",
      "clips the output at a fixed number",
      "clamps for quantization; ReLU6",
      "R22",
      .affine,
      or: [clips]
    ) { $0.affine.outputRange = -6...6 },
  ]

  private static let clips: [Fault.Change] =
    [0...6, -1...1, -2...2, -3...3, -4...4, -5...5, -8...8, -10...10].map { range in
      { @Sendable choices in choices.affine.outputRange = range }
    }
}
