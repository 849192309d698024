// SPDX-License-Identifier: MIT

extension FaultCatalogue {
  /// Faults of statistics.
  static let statistics: [Fault] = [
    Fault(
      "unbiased-output",
      "normalizes with the unbiased variance",
      "CanReader/FastNN#11; apache/mxnet#21111",
      "R20",
      .statistics,
      .common
    ) {
      $0.statistics.divisor = .nMinusOne; $0.running.divisor = .n
    },
    Fault(
      "unbiased-twice",
      "normalizes with the unbiased variance, and multiplies it by n/(n−1) once more to store it",
      "",
      "R20",
      .statistics
    ) { $0.statistics.divisor = .nMinusOne },
    Fault("variance-over-n-plus-one", "divides the variance by n + 1", "", "R20", .statistics) {
      $0.statistics.divisor = .nPlusOne
    },
    Fault(
      "mean-over-n-minus-one",
      "divides the sum by n − 1 for the mean",
      "",
      "R20",
      .statistics
    ) { $0.statistics.meanOverNMinusOne = true },
    Fault("variance-not-divided", "takes Σ(x−mean)² as the variance", "", "R20", .statistics) {
      $0.statistics.divisor = .one
    },
    Fault("variance-of-raw-squares", "takes E[x²] as the variance", "", "R20", .statistics) {
      $0.statistics.usesMeanSquare = true
    },
    Fault(
      "welford-squares-old-deviation",
      "adds the square of the deviation from the old mean in Welford's update",
      "",
      "R20",
      .statistics
    ) {
      $0.arithmetic.variance = .welford; $0.statistics.squaresOldDeviation = true
    },
    Fault(
      "variance-around-first-value",
      "takes the variance around the first value",
      "a shifted sum of squares without its correction",
      "R20",
      .statistics
    ) { $0.statistics.centresOnFirstValue = true },
    Fault("mean-not-subtracted", "does not subtract the mean", "", "R22", .statistics) {
      $0.statistics.ignoresMean = true
    },
    Fault(
      "variance-ignored",
      "takes the variance as 1",
      "rocm-libraries#11848",
      "R21",
      .statistics
    ) { $0.statistics.ignoresVariance = true },
    Fault("absolute-deviation", "uses the mean absolute deviation", "", "R20", .statistics) {
      $0.statistics.usesMeanAbsoluteDeviation = true
    },
    Fault(
      "absolute-deviation-as-variance",
      "takes the mean absolute deviation as the variance",
      "",
      "R20",
      .statistics
    ) { $0.statistics.takesAbsoluteDeviationForVariance = true },
    Fault("nan-skipped", "leaves NaN out of the statistics", "", "R28", .statistics) {
      $0.statistics.skipsNotANumber = true
    },
    Fault("nan-spreads", "lets one NaN spread to every channel", "", "R28", .statistics) {
      $0.statistics.mixesChannelsOnNotANumber = true
    },
    Fault("midrange-mean", "takes the middle between extremes as mean", "", "R20", .statistics) {
      $0.statistics.usesMedianOfExtremes = true
    },
    Fault(
      "half-batch",
      "takes statistics over the first half only",
      "",
      "R20",
      .statistics,
      or: [[{ $0.statistics.dividesByAll = true }]]
    ) { $0.statistics.firstHalfOnly = true },
    Fault(
      "last-value-skipped",
      "leaves the last value out of the sums",
      "",
      "R20",
      .statistics,
      or: [[{ $0.statistics.dividesByAll = true }]]
    ) { $0.statistics.skipsLastValue = true },
    Fault(
      "first-value-skipped",
      "leaves the first value out of the sums",
      "a loop from 1",
      "R20",
      .statistics,
      or: [[{ $0.statistics.dividesByAll = true }]]
    ) { $0.statistics.skipsFirstValue = true },
    Fault(
      "last-sample-skipped",
      "leaves the last sample out of the statistics",
      "",
      "R20",
      .statistics,
      or: incomplete
    ) { $0.layout.skipsLastSample = true },
    Fault(
      "first-sample-for-all",
      "takes the statistics of the first sample for all",
      "a loop over samples that is missing",
      "R20",
      .statistics,
      or: incomplete
    ) { $0.layout.keepsFirstSample = true },
    Fault("padded-zero", "counts one padding zero as a value", "", "R20", .statistics) {
      $0.statistics.includesOneZero = true
    },
    Fault(
      "blended-output",
      "normalizes training batches with blended running statistics",
      "microsoft/onnxruntime#29790; onnx 1.23.2 evaluator, opset 9",
      "R25",
      .statistics,
      or: [[{ $0.statistics.blendsUnbiased = true }]]
    ) { $0.statistics.blendsRunningStatistics = true },
    Fault(
      "deviation-clipped",
      "clips the deviation at 2",
      "batch renormalization without asking",
      "R20",
      .statistics
    ) { $0.statistics.clampsDeviation = 2 },
    Fault(
      "ghost-batches-of-two",
      "normalizes each two samples on their own, and counts each pair as a batch",
      "ghost batch normalization (TabNet)",
      "R20",
      .statistics
    ) {
      $0.layout.grouping = (.samples(2), 0); $0.layout.movesWithEachGroup = true
    },
    Fault(
      "halves-apart",
      "normalizes each half of the batch on its own and stores the statistics of the first",
      "DataParallel without synchronization",
      "R20",
      .statistics
    ) { $0.layout.grouping = (.halves, 0) },
  ]
}
