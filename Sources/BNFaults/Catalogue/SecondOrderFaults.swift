// SPDX-License-Identifier: MIT

extension FaultCatalogue {
  /// Faults of second-order gradients.
  static let secondOrder: [Fault] = [
    Fault("second-output-without-mean", "leaves the mean of P out", "", "R39", .secondOrder) {
      $0.secondOrder.dropsMeanOfP = true
    },
    Fault("second-output-without-projection", "leaves ΣP·x̂ out", "", "R39", .secondOrder) {
      $0.secondOrder.dropsProjectionOfP = true
    },
    Fault(
      "second-without-weight-term",
      "leaves the grad_weight term Q out",
      "pytorch PR2277/2278",
      "R39",
      .secondOrder
    ) { $0.secondOrder.dropsWeightTerm = true },
    Fault(
      "second-without-bias-term",
      "leaves the grad_bias term B out",
      "PyTorch 2.10 without weight (R41)",
      "R39",
      .secondOrder
    ) { $0.secondOrder.dropsBiasTerm = true },
    Fault("second-without-weight", "leaves γ out of second order", "", "R39", .secondOrder) {
      $0.secondOrder.ignoresWeight = true
    },
    Fault(
      "second-input-without-cube",
      "leaves the 3·ΣPx̂·Σdyx̂ term out",
      "",
      "R39",
      .secondOrder
    ) { $0.secondOrder.dropsCubeTerm = true },
    Fault(
      "second-input-cube-once",
      "takes the cube term once, not three times",
      "",
      "R39",
      .secondOrder
    ) { $0.secondOrder.cubeFactorOne = true },
    Fault("second-input-without-first", "leaves the Cov(P,dy) term out", "", "R39", .secondOrder) {
      $0.secondOrder.dropsFirstTerm = true
    },
    Fault("second-input-without-cross-p", "leaves the P·Σdyx̂ term out", "", "R39", .secondOrder) {
      $0.secondOrder.dropsCrossP = true
    },
    Fault("second-input-without-cross-g", "leaves the dy·ΣPx̂ term out", "", "R39", .secondOrder) {
      $0.secondOrder.dropsCrossG = true
    },
    Fault(
      "second-weight-without-mean",
      "leaves the mean of dy out of the Q term",
      "",
      "R39",
      .secondOrder
    ) { $0.secondOrder.dropsWeightMean = true },
    Fault(
      "second-weight-without-projection",
      "leaves Σdy·x̂ out of the Q term",
      "",
      "R39",
      .secondOrder
    ) { $0.secondOrder.dropsWeightProjection = true },
    Fault(
      "second-input-zero",
      "treats statistics as constants in second order",
      "",
      "R39",
      .secondOrder
    ) { $0.secondOrder.inputIsZero = true },
    Fault(
      "second-input-negated",
      "gives the negative of the derivative by x",
      "",
      "R39",
      .secondOrder
    ) { $0.secondOrder.negatesInput = true },
    Fault(
      "second-gamma-adds-projection",
      "adds the projection in the derivative by γ",
      "",
      "R39",
      .secondOrder
    ) { $0.secondOrder.weightAddsProjection = true },
    Fault(
      "second-gamma-times-weight",
      "multiplies the derivative by γ with γ",
      "",
      "R39",
      .secondOrder
    ) { $0.secondOrder.weightTimesWeight = true },
    Fault(
      "second-evaluation-as-training",
      "uses the training formula in evaluation",
      "pytorch PR2277/2278",
      "R40",
      .secondOrder
    ) { $0.secondOrder.evaluationUsesTraining = true },
    Fault(
      "second-training-as-evaluation",
      "uses the evaluation formula in training",
      "pytorch PR2277/2278",
      "R39",
      .secondOrder
    ) { $0.secondOrder.trainingUsesEvaluation = true },
    Fault(
      "second-mean-held",
      "takes the mean inside the variance as a constant",
      "tf.nn.moments (Keras); tinygrad's detached mean",
      "R39",
      .secondOrder
    ) { $0.secondOrder.holdsMeanInVariance = true },
    Fault(
      "second-input-over-weight",
      "divides the derivative by x by the weight",
      "",
      "R39",
      .secondOrder
    ) { $0.secondOrder.inputOverWeight = true },
  ]
}
