// SPDX-License-Identifier: MIT

extension FaultCatalogue {
  /// Faults of running.
  static let running: [Fault] = [
    Fault(
      "biased-running-var",
      "stores the biased variance",
      "ml-explore/mlx PR3817; tinygrad PR807; Keras, Flax, Haiku, Paddle",
      "R23",
      .running,
      .common
    ) { $0.running.divisor = .n },
    Fault(
      "bessel-by-samples",
      "corrects by samples, not by values",
      "sync BN with equal counts: pytorch#22192",
      "R23",
      .running
    ) { $0.running.divisor = .samplesMinusOne },
    Fault("bessel-twice", "multiplies the stored variance by n/(n−1) twice", "", "R23", .running) {
      $0.running.divisor = .nMinusOneTwice
    },
    Fault("bessel-plus-eps", "corrects by n/(n−1+eps)", "mlpack", "R23", .running) {
      $0.running.divisor = .nPlusEps
    },
    Fault(
      "bessel-by-elements",
      "corrects by the element count of the tensor",
      "deeplearning4j PR6648",
      "R23",
      .running
    ) { $0.running.divisor = .elementsMinusOne },
    Fault(
      "never-updated",
      "does not update the running statistics",
      "LaurentMazare/tch-rs#628; paiml/aprender PR2166",
      "R23",
      .running,
      .common
    ) { $0.running.moved = .none },
    Fault("mean-updated-only", "updates running_mean only", "pytorch#33867", "R23", .running) {
      $0.running.moved = .meanOnly
    },
    Fault("variance-updated-only", "updates running_var only", "pytorch#33867", "R23", .running) {
      $0.running.moved = .varianceOnly
    },
    Fault("updated-twice", "updates twice per forward", "", "R24", .running) {
      $0.running.movesTwice = true
    },
    Fault("deviation-stored", "stores the standard deviation", "", "R23", .running) {
      $0.running.storesDeviation = true
    },
    Fault(
      "inverse-deviation-stored",
      "stores 1/√(variance + eps)",
      "pytorch PR94351",
      "R23",
      .running
    ) { $0.running.storesInverse = true },
    Fault("reciprocal-stored", "stores 1/variance", "ROCm/rocm-libraries#2459", "R23", .running) {
      $0.running.holdsReciprocal = true
    },
    Fault(
      "eps-stored",
      "stores variance + eps",
      "spec-rules T6",
      "R23",
      .running,
      or: [[{ $0.running.addsEpsBeforeCorrection = true }]]
    ) { $0.running.addsEps = true },
    Fault("bessel-on-mean", "corrects running_mean by n/(n−1)", "", "R23", .running) {
      $0.running.besselOnMean = true
    },
    Fault(
      "sum-stored",
      "stores the sum in place of the mean",
      "deeplearning4j PR6648",
      "R23",
      .running
    ) { $0.running.storesSumAsMean = true },
    Fault("old-forgotten", "forgets the old statistics", "", "R23", .running) {
      $0.running.ignoresOld = true
    },
    Fault("added-without-decay", "adds without letting the old decay", "", "R23", .running) {
      $0.running.addsWithoutDecay = true
    },
    Fault(
      "variance-starts-at-zero",
      "starts running_var from 0",
      "patrick-kidger/equinox#955; Darknet",
      "R3",
      .running
    ) { $0.running.startsFromZeroVariance = true },
    Fault(
      "first-batch-copied",
      "copies the first batch's statistics",
      "dlib; equinox mode ema",
      "R23",
      .running
    ) { $0.running.copiesFirstBatch = true },
    Fault("zero-debiased", "divides by 1 − (1−a)^k", "Haiku; equinox mode batch", "R23", .running) {
      $0.running.zeroDebiases = true
    },
    Fault(
      "variance-around-running-mean",
      "measures the variance around running_mean",
      "",
      "R23",
      .running,
      or: [[{ $0.running.centresOnNewMean = true }], [{ $0.running.divisor = .n }]]
    ) { $0.running.variancesFromRunningMean = true },
    Fault(
      "flag-ignored-in-update",
      "updates while the flag is off",
      "pytorch#20967; PR38084",
      "R10",
      .running
    ) { $0.running.ignoresFlag = true },
    Fault("first-channel-updated-only", "updates the first channel only", "", "R23", .running) {
      $0.running.firstChannelOnly = true
    },
    Fault(
      "last-channel-not-updated",
      "leaves the last channel out of the update",
      "",
      "R23",
      .running
    ) { $0.running.lastChannelStays = true },
    Fault("nan-not-stored", "does not store NaN statistics", "", "R28", .running) {
      $0.running.replacesNotANumber = true
    },
    Fault(
      "updated-in-backward",
      "updates when the backward runs",
      "apache/mxnet 1.x",
      "R24",
      .running
    ) { $0.running.movesAfterBackwardOnly = true },
    Fault(
      "zero-momentum-skips-update",
      "skips the update where the factor is 0",
      "",
      "R26",
      .running
    ) { $0.running.skipsZeroFactor = true },
    Fault(
      "updated-again-in-backward",
      "moves the statistics once more when the backward runs",
      "a backward that finds its statistics anew by the forward's function",
      "R24",
      .running
    ) { $0.running.movesAgainInBackward = true },
    Fault(
      "recomputed-in-backward",
      "runs the forward again in the backward, which counts and moves once more",
      "torch.utils.checkpoint around BatchNorm",
      "R24",
      .running
    ) { $0.running.countsAgainInBackward = true },
    Fault(
      "updated-for-each-sample",
      "moves the statistics as many times as there are samples",
      "an update inside the loop over samples",
      "R24",
      .running
    ) { $0.running.movesForEachSample = true },
    Fault(
      "updated-one-batch-late",
      "moves the statistics by the batch before",
      "ml-explore/mlx#1960",
      "R24",
      .running
    ) { $0.running.movesOneBatchLate = true },
    Fault(
      "new-not-weighted",
      "adds the whole new statistics to what is kept of the old",
      "",
      "R23",
      .running
    ) { $0.running.addsWholeNew = true },
    Fault(
      "bessel-after-mixing",
      "multiplies by n/(n−1) after old and new variance are mixed",
      "",
      "R23",
      .running
    ) {
      $0.running.divisor = .n; $0.running.correctsAfterMixing = true
    },
    Fault(
      "sum-of-squares-stored",
      "stores the sum of squared deviations in place of the variance",
      "",
      "R23",
      .running
    ) { $0.running.divisor = .one },
    Fault("mean-square-stored", "stores E[x²] in place of the variance", "", "R23", .running) {
      $0.running.storesMeanSquare = true
    },
  ]
}
