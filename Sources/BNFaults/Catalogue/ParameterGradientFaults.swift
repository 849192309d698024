// SPDX-License-Identifier: MIT

extension FaultCatalogue {
  /// Faults of the gradients of weight and bias.
  static let parameterGradients: [Fault] = [
    Fault(
      "grad-weight-without-scale",
      "leaves 1/√(var+eps) out of grad_weight",
      "",
      "R33",
      .backward
    ) { $0.backward.weightWithoutScale = true },
    Fault(
      "grad-weight-raw-input",
      "uses x in place of x − mean in grad_weight",
      "",
      "R33",
      .backward
    ) { $0.backward.weightWithRawInput = true },
    Fault("grad-weight-raw-product", "gives Σ dy·x as grad_weight", "", "R33", .backward) {
      $0.backward.weightIsRawProduct = true
    },
    Fault("grad-weight-of-output", "uses y in place of x̂ in grad_weight", "", "R33", .backward) {
      $0.backward.weightWithOutput = true
    },
    Fault("grad-weight-averaged", "averages grad_weight", "", "R33", .backward) {
      $0.backward.averagesWeight = true
    },
    Fault(
      "parameter-gradients-averaged",
      "averages grad_weight and grad_bias",
      "a mean of the batch in place of a sum",
      "R33",
      .backward
    ) {
      $0.backward.averagesWeight = true
      $0.backward.averagesBias = true
    },
    Fault(
      "grad-weight-times-weight",
      "multiplies grad_weight by the weight",
      "",
      "R33",
      .backward
    ) { $0.backward.weightGradientTimesWeight = true },
    Fault(
      "grad-weight-dropped",
      "gives no grad_weight",
      "apache/mxnet fix_gamma",
      "R35",
      .backward
    ) { $0.backward.dropsWeightGradient = true },
    Fault("grad-bias-averaged", "averages grad_bias", "", "R33", .backward) {
      $0.backward.averagesBias = true
    },
    Fault("grad-bias-zero", "gives zeros as grad_bias", "", "R33", .backward) {
      $0.backward.biasGradientIsZero = true
    },
    Fault(
      "grad-bias-needs-weight",
      "gives grad_bias only with a weight",
      "Oneflow PR5602",
      "R35",
      .backward
    ) { $0.backward.requiresWeightForBias = true },
    Fault(
      "parameter-gradients-swapped",
      "swaps grad_weight and grad_bias",
      "pytorch PR4569",
      "R33",
      .backward
    ) { $0.backward.swapsParameterGradients = true },
    Fault(
      "grad-weight-zero",
      "gives zeros as grad_weight",
      "",
      "R33",
      .backward
    ) { $0.backward.weightFactor = 0 },
    Fault(
      "grad-weight-doubled",
      "gives twice grad_weight",
      "",
      "R33",
      .backward
    ) { $0.backward.weightFactor = 2 },
    Fault(
      "parameter-gradients-accumulate",
      "adds up grad_weight and grad_bias over all backwards of a layer",
      "gradients that are not set to zero between backwards",
      "R33",
      .backward,
      .common
    ) { $0.backward.accumulation = .parametersOfLayer },
    Fault("grad-bias-times-weight", "multiplies grad_bias by the weight", "", "R33", .backward) {
      $0.backward.biasTimesWeight = true
    },
    Fault(
      "parameter-gradients-over-samples",
      "divides grad_weight and grad_bias by the number of samples",
      "a loss averaged twice",
      "R33",
      .backward
    ) {
      $0.backward.averagesWeight = true; $0.backward.averagesBias = true
      $0.backward.averagesOverSamples = true
    },
    Fault(
      "parameter-gradients-of-last-sample",
      "keeps the last sample's part of grad_weight and grad_bias only",
      "= for += in a loop over samples",
      "R33",
      .backward
    ) { $0.backward.parametersOfLastSample = true },
  ]
}
