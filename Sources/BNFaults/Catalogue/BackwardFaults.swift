// SPDX-License-Identifier: MIT

extension FaultCatalogue {
  /// Faults of backward as a whole and of the gradient of the input.
  static let backward: [Fault] = [
    Fault(
      "grad-input-without-mean",
      "leaves the mean term out of grad_input",
      "",
      "R33",
      .backward
    ) { $0.backward.dropsMeanTerm = true },
    Fault(
      "grad-input-without-projection",
      "leaves the x̂ term out of grad_input",
      "",
      "R33",
      .backward
    ) { $0.backward.dropsProjection = true },
    Fault(
      "grad-input-without-both",
      "leaves both terms out of grad_input",
      "pytorch/xla#913",
      "R33",
      .backward,
      .common
    ) { $0.backward.trainingUsesEvaluation = true },
    Fault("grad-input-adds-mean", "adds the mean term", "", "R33", .backward) {
      $0.backward.addsMeanTerm = true
    },
    Fault("grad-input-adds-projection", "adds the x̂ term", "", "R33", .backward) {
      $0.backward.addsProjection = true
    },
    Fault("grad-input-half-projection", "halves the x̂ term", "", "R33", .backward) {
      $0.backward.halvesProjection = true
    },
    Fault(
      "grad-input-without-weight",
      "leaves the weight out of grad_input",
      "denizyuret/Knet.jl#288",
      "R33",
      .backward
    ) { $0.backward.ignoresWeight = true },
    Fault(
      "evaluation-grad-input-without-weight",
      "leaves the weight out of the grad_input of an evaluation",
      "",
      "R34",
      .backward
    ) { $0.backward.evaluationIgnoresWeight = true },
    Fault(
      "grad-input-absolute-weight",
      "uses the weight's magnitude in grad_input",
      "",
      "R33",
      .backward
    ) { $0.backward.absoluteWeight = true },
    Fault("grad-input-first-weight", "uses the first weight in grad_input", "", "R33", .backward) {
      $0.backward.weightOfFirstChannel = true
    },
    Fault("grad-input-negated", "gives −grad_input", "", "R33", .backward) {
      $0.backward.negates = true
    },
    Fault("grad-input-times-n", "gives n·grad_input", "", "R33", .backward) {
      $0.backward.inputFactor = .n
    },
    Fault(
      "grad-input-nan-at-zero-weight",
      "divides by the weight in the backward",
      "pytorch PR77434",
      "R33",
      .backward
    ) { $0.backward.zeroWeightGivesNaN = true },
    Fault(
      "evaluation-backward-of-batch",
      "differentiates an evaluation with the statistics of the batch",
      "",
      "R34",
      .backward
    ) { $0.backward.evaluationUsesBatch = true },
    Fault(
      "evaluation-backward-as-training",
      "uses the training formula in evaluation",
      "pytorch#586; soumith/cudnn.torch#244; torch/nn PR768",
      "R34",
      .backward,
      .common
    ) { $0.backward.evaluationUsesTraining = true },
    Fault(
      "backward-over-n-minus-one",
      "divides the sums of grad_input by n − 1",
      "",
      "R33",
      .backward
    ) { $0.backward.divisor = .nMinusOne },
    Fault(
      "backward-over-samples",
      "divides the sums of grad_input by the number of samples",
      "mlpack PR2474",
      "R33",
      .backward
    ) { $0.backward.divisor = .samples },
    Fault(
      "backward-without-eps",
      "leaves eps out of the backward",
      "Darknet backward",
      "R33",
      .backward
    ) { $0.backward.ignoresEps = true },
    Fault(
      "backward-variance-as-scale",
      "scales by 1/(var+eps)",
      "pytorch PR94351",
      "R33",
      .backward
    ) { $0.backward.usesVarianceAsScale = true },
    Fault(
      "backward-variance-for-scale",
      "takes the saved variance for 1/√(var+eps)",
      "pytorch PR94351",
      "R33",
      .backward
    ) { $0.backward.takesVarianceForScale = true },
    Fault(
      "grad-input-without-scale",
      "leaves 1/√(var+eps) out of grad_input",
      "",
      "R33",
      .backward
    ) { $0.backward.inputWithoutScale = true },
    Fault(
      "grad-input-variance-for-scale",
      "multiplies grad_input by the saved variance in place of 1/√(var+eps)",
      "",
      "R33",
      .backward
    ) { $0.backward.inputTakesVarianceForScale = true },
    Fault("backward-unbiased-scale", "scales by the unbiased variance", "", "R33", .backward) {
      $0.backward.unbiasedScale = true
    },
    Fault(
      "grad-input-unbiased-scale",
      "scales grad_input by the unbiased variance",
      "",
      "R33",
      .backward
    ) { $0.backward.inputIsUnbiased = true },
    Fault(
      "backward-running-statistics",
      "uses running statistics in the training backward",
      "pytorch PR156867",
      "R33",
      .backward
    ) { $0.backward.usesRunningStatistics = true },
    Fault(
      "backward-of-last-forward",
      "uses the last forward's saved values",
      "pytorch PR2268",
      "R36",
      .backward
    ) { $0.backward.usesLastForward = true },
    Fault(
      "backward-accumulates",
      "adds up gradients of one forward",
      "apache/mxnet#18499; PR18492",
      "R33",
      .backward
    ) { $0.backward.accumulation = .backwardsOfForward },
    Fault(
      "mask-ignored",
      "gives gradients that nobody asked for",
      "Oneflow PR5602",
      "R35",
      .backward
    ) { $0.backward.ignoresMask = true },
    Fault(
      "backward-sums-samples-only",
      "sums over as many values as there are samples",
      "mlpack PR2474",
      "R33",
      .backward
    ) { $0.backward.sumsSamplesOnly = true },
    Fault(
      "grad-input-over-n",
      "gives grad_input divided by n",
      "a loss averaged twice",
      "R33",
      .backward
    ) { $0.backward.inputFactor = .oneOverN },
    Fault(
      "grad-input-term-without-weight",
      "leaves the weight out of the dy term of grad_input only",
      "",
      "R33",
      .backward
    ) { $0.backward.inputTermWithoutWeight = true },
    Fault(
      "backward-over-halves",
      "sums over the own half of the batch in the backward of statistics of the whole",
      "synchronized statistics without a synchronized backward",
      "R33",
      .backward
    ) { $0.backward.sumsOverHalves = true },
    Fault(
      "x-hat-from-output",
      "takes x̂ from the stored output",
      "mapillary/inplace_abn",
      "R33",
      .backward
    ) { $0.backward.takesNormalizedFromOutput = true },
    Fault(
      "gradients-clipped",
      "clips gradients at 1",
      "clipping that was left on",
      "R33",
      .backward
    ) { $0.backward.limit = 1 },
    Fault(
      "grad-output-clipped-at-8",
      "clips grad_output at 8",
      "clipping that was left on",
      "R33",
      .backward
    ) { $0.backward.readsTo = 8 },
    Fault(
      "small-grad-output-flushed",
      "takes values of grad_output below 0.0001 as 0",
      "a threshold for sparse gradients",
      "R33",
      .backward
    ) { $0.backward.readsFrom = 1e-4 },
    Fault(
      "grad-input-projection-of-output",
      "uses y in place of x̂ in the x̂ term of grad_input",
      "",
      "R33",
      .backward,
      or: [
        [
          { $0.backward.projection = (.xHat, .output) }, { $0.backward.projection.sum = .output },
        ]
      ]
    ) { $0.backward.projection = (.output, .xHat) },
    Fault(
      "grad-input-projection-of-input",
      "uses x in place of x − mean in the x̂ term of grad_input",
      "",
      "R33",
      .backward,
      or: [
        [{ $0.backward.projection = (.xHat, .input) }, { $0.backward.projection.sum = .input }]
      ]
    ) { $0.backward.projection = (.input, .xHat) },
    Fault(
      "grad-input-projection-unscaled",
      "uses x − mean in place of x̂ in the x̂ term of grad_input",
      "",
      "R33",
      .backward,
      or: [
        [{ $0.backward.projection.sum = .centred }]
      ]
    ) { $0.backward.projection = (.centred, .xHat) },
    Fault(
      "grad-input-sums-undivided",
      "uses sums in place of means in grad_input",
      "",
      "R33",
      .backward,
      or: [[{ $0.backward.divisorOf = .plain }, { $0.backward.divisorOf = .projection }]]
    ) { $0.backward.divisor = .one },
    Fault(
      "projection-over-n-minus-one",
      "divides the sum of the x̂ term by n − 1",
      "the derivative of an unbiased variance",
      "R33",
      .backward,
      or: [[{ $0.backward.divisorOf = .plain }]]
    ) {
      $0.backward.divisor = .nMinusOne; $0.backward.divisorOf = .projection
    },
    Fault(
      "backward-over-positions",
      "divides the sums of grad_input by the number of positions",
      "",
      "R33",
      .backward
    ) { $0.backward.divisor = .positions },
    Fault(
      "backward-over-elements",
      "divides the sums of grad_input by the number of all elements",
      "",
      "R33",
      .backward
    ) { $0.backward.divisor = .elements },
    Fault(
      "grad-input-weight-squared",
      "multiplies grad_input by the weight twice",
      "",
      "R33",
      .backward
    ) { $0.backward.squaresWeight = true },
    Fault(
      "evaluation-grad-input-without-scale",
      "leaves 1/√(var+eps) out of the grad_input of an evaluation",
      "",
      "R34",
      .backward
    ) { $0.backward.evaluationWithoutScale = true },
    Fault(
      "backward-eps-outside-root",
      "finds the inverse deviation anew in the backward, with eps outside the root",
      "Darknet",
      "R33",
      .backward,
      or: [[{ $0.backward.epsPlace = .twice }]]
    ) { $0.backward.epsPlace = .outsideRoot },
  ]
}
