// SPDX-License-Identifier: MIT

extension FaultCatalogue {
  /// Faults of eps.
  static let eps: [Fault] = [
    Fault(
      "eps-outside-root",
      "adds eps outside the root",
      "Tencent/ncnn PR311; Darknet",
      "R21",
      .eps,
      .common
    ) {
      $0.eps.place = .outsideRoot; $0.eps.evaluationPlace = .outsideRoot
    },
    Fault(
      "eps-outside-root-in-training",
      "adds eps outside the root in training only",
      "Darknet",
      "R21",
      .eps
    ) { $0.eps.place = .outsideRoot },
    Fault(
      "eps-outside-root-in-evaluation",
      "adds eps outside the root in evaluation only",
      "Tencent/ncnn PR311",
      "R29",
      .eps
    ) { $0.eps.evaluationPlace = .outsideRoot },
    Fault(
      "eps-as-maximum",
      "takes the larger of variance and eps",
      "vacancy/Synchronized-BatchNorm-PyTorch#43",
      "R21",
      .eps
    ) {
      $0.eps.place = .maximum; $0.eps.evaluationPlace = .maximum
    },
    Fault("eps-as-floor-of-root", "takes the larger of deviation and eps", "", "R21", .eps) {
      $0.eps.place = .maximumOfRoots; $0.eps.evaluationPlace = .maximumOfRoots
    },
    Fault("eps-added-twice", "adds eps twice", "", "R21", .eps) {
      $0.eps.place = .twice; $0.eps.evaluationPlace = .twice
    },
    Fault(
      "eps-inside-and-outside",
      "adds eps inside the root and once more outside",
      "",
      "R21",
      .eps
    ) {
      $0.eps.place = .insideAndOutside; $0.eps.evaluationPlace = .insideAndOutside
    },
    Fault("eps-missing", "leaves eps out", "", "R21", .eps, .common) {
      $0.eps.missingInTraining = true; $0.eps.missingInEvaluation = true
    },
    Fault("eps-missing-in-training", "leaves eps out in training", "", "R21", .eps) {
      $0.eps.missingInTraining = true
    },
    Fault(
      "eps-missing-in-evaluation",
      "leaves eps out in evaluation",
      "chainer#855/PR2214",
      "R29",
      .eps
    ) { $0.eps.missingInEvaluation = true },
    Fault(
      "eps-fixed-1e-5",
      "always uses 1e-5",
      "Paddle-Lite PR9861; pytorch PR25282",
      "R21",
      .eps,
      .common
    ) { $0.eps.value = 1e-5 },
    Fault("eps-fixed-1e-3", "always uses 1e-3", "Tencent/ncnn PR218", "R21", .eps, .common) {
      $0.eps.value = 1e-3
    },
    Fault(
      "eps-fixed-1e-6",
      "always uses 1e-6",
      "ceccocats/tkDNN#167; AlexeyAB/darknet PR5447",
      "R21",
      .eps
    ) { $0.eps.value = 1e-6 },
    Fault("eps-at-least-1e-5", "raises eps to 1e-5", "cuDNN's CUDNN_BN_MIN_EPSILON", "R21", .eps) {
      $0.eps.minimum = 1e-5
    },
    Fault(
      "eps-fixed-apple",
      "always uses the square root of the float32 ulp of 1",
      "Apple BNNSGraph default",
      "R21",
      .eps
    ) { $0.eps.value = 3.4526698e-4 },
    Fault("eps-ten-percent-more", "uses eps times 1.1", "", "R21", .eps) { $0.eps.factor = 1.1 },
    Fault("eps-halved", "uses half of eps", "", "R21", .eps) { $0.eps.factor = 0.5 },
    Fault("eps-squared", "uses the square of eps", "", "R21", .eps) { $0.eps.isSquared = true },
    Fault("variance-floored", "raises variances below 1e-3 to it", "", "R21", .eps) {
      $0.eps.varianceFloor = 1e-3
    },
    Fault("variance-squared", "divides by the square of variance + eps", "jax PR443", "R21", .eps) {
      $0.eps.squaresInsteadOfRoot = true
    },
    Fault("root-omitted", "divides by variance + eps, not by its root", "jax PR443", "R21", .eps) {
      $0.eps.omitsRoot = true
    },
    Fault(
      "root-omitted-in-evaluation",
      "divides by running_var + eps in evaluation, not by its root",
      "",
      "R29",
      .eps
    ) { $0.eps.omitsRootInEvaluation = true },
    Fault("eps-fixed-1e-4", "always uses 1e-4", "TensorFlow's operation", "R21", .eps) {
      $0.eps.value = 1e-4
    },
    Fault("eps-fixed-1e-7", "always uses 1e-7", "Keras's epsilon()", "R21", .eps) {
      $0.eps.value = 1e-7
    },
    Fault("eps-relative", "adds eps·variance to the variance", "", "R21", .eps) {
      $0.eps.place = .relative; $0.eps.evaluationPlace = .relative
    },
    Fault("eps-fixed-1e-8", "always uses 1e-8", "mlpack", "R21", .eps) { $0.eps.value = 1e-8 },
    Fault("eps-fixed-1e-12", "always uses 1e-12", "", "R21", .eps) { $0.eps.value = 1e-12 },
    Fault(
      "eps-fixed-1e-5-in-evaluation",
      "always uses 1e-5 in evaluation",
      "Paddle-Lite PR9861; pytorch PR25282",
      "R29",
      .eps
    ) { $0.eps.evaluationValue = 1e-5 },
    Fault(
      "eps-fixed-1e-3-in-evaluation",
      "always uses 1e-3 in evaluation",
      "Tencent/ncnn PR218",
      "R29",
      .eps
    ) { $0.eps.evaluationValue = 1e-3 },
    Fault("eps-added-twice-in-training", "adds eps twice in training", "", "R21", .eps) {
      $0.eps.place = .twice
    },
    Fault(
      "eps-added-twice-in-evaluation",
      "adds eps twice in evaluation",
      "variance + eps stored as the variance",
      "R29",
      .eps
    ) { $0.eps.evaluationPlace = .twice },
    Fault("eps-behind-root", "adds eps to 1/√variance", "", "R21", .eps) {
      $0.eps.place = .behindRoot; $0.eps.evaluationPlace = .behindRoot
    },
    Fault("eps-subtracted", "subtracts eps", "", "R21", .eps) { $0.eps.factor = -1 },
    Fault(
      "eps-over-n",
      "divides eps by n together with the sum of squares",
      "rsqrt((sum + eps) / n)",
      "R21",
      .eps
    ) { $0.eps.isOverN = true },
  ]
}
