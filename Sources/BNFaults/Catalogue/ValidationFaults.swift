// SPDX-License-Identifier: MIT

extension FaultCatalogue {
  /// Faults of validation.
  static let validation: [Fault] = [
    Fault("any-rank-accepted", "accepts any rank", "", "R7", .validation) {
      $0.checks.acceptsAnyRank = true
    },
    Fault(
      "one-value-accepted",
      "accepts one value per channel",
      "ROCm/rocm-libraries PR2193; tensorflow#34062; Paddle",
      "R11",
      .validation,
      .common
    ) { $0.checks.acceptsOneValue = true },
    Fault(
      "one-sample-refused",
      "refuses a batch of one sample, whatever the size of it",
      "",
      "R11",
      .validation
    ) { $0.checks.refusesOneSample = true },
    Fault("two-values-refused", "refuses two values per channel", "", "R11", .validation) {
      $0.checks.refusesTwoValues = true
    },
    Fault("zero-eps-accepted", "accepts eps of 0 and below", "pytorch#166405", "R12", .validation) {
      $0.checks.acceptsZeroEps = true
    },
    Fault(
      "zero-eps-accepted-in-evaluation",
      "accepts eps of 0 and below in evaluation",
      "pytorch PR175508",
      "R12",
      .validation
    ) { $0.checks.acceptsZeroEpsInEvaluation = true },
    Fault("nan-eps-refused", "refuses a NaN eps", "", "R12", .validation) {
      $0.checks.refusesNotANumberEps = true
    },
    Fault("eps-before-count", "checks eps before the number of values", "", "R12", .validation) {
      $0.checks.epsBeforeCount = true
    },
    Fault(
      "wrong-statistics-accepted",
      "accepts running statistics of the wrong size",
      "",
      "R14",
      .validation
    ) { $0.checks.acceptsWrongChannels = true },
    Fault(
      "wrong-parameters-accepted",
      "accepts parameters of the wrong size",
      "",
      "R14",
      .validation
    ) { $0.checks.acceptsWrongParameters = true },
    Fault(
      "missing-statistics-accepted",
      "evaluates with one statistic missing",
      "",
      "R14",
      .validation
    ) { $0.checks.acceptsMissingStatistics = true },
    Fault(
      "unpaired-accepted",
      "trains with one statistic missing",
      "pytorch#153137",
      "R15",
      .validation
    ) { $0.checks.acceptsUnpaired = true },
    Fault("integers-accepted", "accepts integers", "", "R17", .validation) {
      $0.checks.acceptsIntegers = true
    },
    Fault(
      "mixed-types-accepted",
      "accepts any mixture of types",
      "llvm/torch-mlir#4480",
      "R18",
      .validation
    ) { $0.checks.acceptsMixedTypes = true },
    Fault(
      "reduced-input-refused",
      "refuses a reduced input with float32 parameters",
      "llvm/torch-mlir#4480",
      "R18",
      .validation
    ) { $0.checks.refusesReducedInput = true },
    Fault("num-features-consulted", "consults num_features", "", "R14", .validation) {
      $0.checks.checksNumFeatures = true
    },
    Fault("weight-shape-checked", "insists on a weight of rank 1", "", "R14", .validation) {
      $0.checks.checksWeightShape = true
    },
    Fault("no-channels-accepted", "accepts no channels", "", "R13", .validation) {
      $0.checks.acceptsNoChannels = true
    },
    Fault(
      "error-decays-statistics",
      "moves the statistics when it refuses",
      "",
      "R16",
      .validation
    ) { $0.checks.errorMovesStatistics = true },
    Fault(
      "rank-3-refused",
      "refuses rank 3 in 1d",
      "layers for (N, C) only",
      "R7",
      .validation
    ) { $0.checks.refusesRank3 = true },
    Fault(
      "large-momentum-refused",
      "refuses a momentum of 1 and above",
      "range checks for a weight of the old value",
      "R26",
      .validation
    ) { $0.checks.refusesLargeMomentum = true },
  ]
}
