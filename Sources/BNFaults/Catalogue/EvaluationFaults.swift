// SPDX-License-Identifier: MIT

extension FaultCatalogue {
  /// Faults of evaluation.
  static let evaluation: [Fault] = [
    Fault(
      "evaluation-uses-batch",
      "uses the batch's statistics in evaluation",
      "pytorch#16793",
      "R29",
      .evaluation,
      .common
    ) { $0.evaluation.usesBatchStatistics = true },
    Fault("evaluation-ignores-running-mean", "takes running_mean as 0", "", "R29", .evaluation) {
      $0.evaluation.ignoresRunningMean = true
    },
    Fault("evaluation-ignores-running-var", "takes running_var as 1", "", "R29", .evaluation) {
      $0.evaluation.ignoresRunningVar = true
    },
    Fault(
      "evaluation-variance-as-deviation",
      "takes running_var as a deviation",
      "",
      "R29",
      .evaluation
    ) { $0.evaluation.takesVarianceAsDeviation = true },
    Fault(
      "evaluation-variance-as-inverse",
      "takes running_var as an inverse deviation",
      "ROCm/rocm-libraries#2459",
      "R29",
      .evaluation
    ) { $0.evaluation.takesVarianceAsInverse = true },
    Fault(
      "evaluation-variance-clamped",
      "raises negative running_var to 0",
      "Flax clamp",
      "R29",
      .evaluation
    ) { $0.evaluation.clampsVariance = true },
    Fault(
      "evaluation-variance-absolute",
      "uses the magnitude of running_var",
      "",
      "R29",
      .evaluation
    ) { $0.evaluation.absoluteVariance = true },
    Fault(
      "evaluation-variance-biased",
      "scales running_var as if to bias it",
      "",
      "R29",
      .evaluation
    ) { $0.evaluation.biasesVariance = true },
    Fault(
      "evaluation-updates",
      "updates running statistics in evaluation",
      "",
      "R30",
      .evaluation
    ) { $0.evaluation.updatesStatistics = true },
    Fault(
      "evaluation-updates-from-batch",
      "moves the running statistics towards those of the batch in evaluation, too",
      "",
      "R30",
      .evaluation
    ) { $0.evaluation.updatesFromBatch = true },
    Fault(
      "untracked-uses-0-and-1",
      "uses 0 and 1 where nothing is tracked",
      "torch2trt#777; coremltools#784",
      "R31",
      .evaluation,
      .common
    ) { $0.evaluation.untrackedVariance = 1 },
    Fault(
      "evaluation-refuses-one-value",
      "refuses one value in evaluation",
      "",
      "R29",
      .evaluation
    ) { $0.evaluation.refusesOneValue = true },
    Fault(
      "flag-off-uses-batch",
      "uses the batch in evaluation while the flag is off",
      "pytorch#37823",
      "R32",
      .evaluation
    ) { $0.evaluation.flagOffUsesBatch = true },
    Fault(
      "evaluation-uses-initial",
      "uses the statistics that it was made with",
      "HomericIntelligence/Odyssey#5532; ml-explore/mlx#1960",
      "R29",
      .evaluation
    ) { $0.evaluation.usesInitialStatistics = true },
    Fault(
      "evaluation-swaps-statistics",
      "swaps running_mean and running_var",
      "",
      "R29",
      .evaluation
    ) { $0.evaluation.swapsStatistics = true },
    Fault(
      "evaluation-statistics-shifted",
      "uses the running statistics of the channel beside",
      "",
      "R29",
      .evaluation
    ) { $0.evaluation.statisticsShift = 1 },
    Fault(
      "evaluation-poisons-channel",
      "lets a NaN spread over its channel in evaluation",
      "",
      "R29",
      .evaluation
    ) { $0.evaluation.poisonsChannel = true },
    Fault(
      "evaluation-debiases",
      "divides the statistics by 1 − (1−a)^k",
      "equinox 0.13 mode batch",
      "R29",
      .evaluation
    ) { $0.evaluation.debiasesByCount = true },
    Fault(
      "untracked-uses-0-and-0",
      "uses 0 for mean and variance where nothing is tracked",
      "zeroed memory in place of missing buffers",
      "R31",
      .evaluation
    ) { $0.evaluation.untrackedVariance = 0 },
    Fault(
      "evaluation-variance-unbiased",
      "multiplies running_var by n/(n−1) of the evaluated batch",
      "",
      "R29",
      .evaluation
    ) { $0.evaluation.unbiasesVariance = true },
    Fault(
      "evaluation-backward-updates",
      "moves the statistics in the backward of an evaluation",
      "",
      "R30",
      .evaluation
    ) { $0.evaluation.backwardUpdates = true },
    Fault(
      "folded-scale-stale",
      "keeps scale and shift of its first evaluation",
      "a scale that is folded once and kept, or until it loads or resets",
      "R29",
      .evaluation,
      or: [[{ $0.evaluation.renewedBy = [.load, .reset] }]]
    ) { $0.evaluation.keeps = .everything },
    Fault(
      "evaluation-uses-last-batch",
      "uses the statistics of the last training batch in evaluation",
      "saved statistics read in place of the running ones",
      "R29",
      .evaluation,
      or: [[{ $0.evaluation.lastBatch = .mean }, { $0.evaluation.lastBatch = .variance }]]
    ) { $0.evaluation.lastBatch = .both },
    Fault(
      "evaluation-uses-first-channel",
      "uses the running statistics of the first channel for all",
      "",
      "R29",
      .evaluation
    ) { $0.evaluation.usesFirstChannel = true },
    Fault(
      "inverse-deviation-stale",
      "keeps 1/√(running_var + eps) of its first evaluation",
      "an inverse deviation that is found once and kept",
      "R29",
      .evaluation,
      or: [[{ $0.evaluation.renewedBy = [.load, .reset] }]]
    ) { $0.evaluation.keeps = .variance },
    Fault(
      "evaluation-mean-of-batch",
      "subtracts the batch's mean in evaluation",
      "",
      "R29",
      .evaluation
    ) { $0.evaluation.takesMeanOfBatch = true },
    Fault(
      "evaluation-variance-of-batch",
      "divides by the batch's deviation in evaluation",
      "",
      "R29",
      .evaluation
    ) { $0.evaluation.takesVarianceOfBatch = true },
    Fault(
      "training-uses-running-statistics",
      "normalizes training batches with the running statistics",
      "equinox mode ema; a mode that is not handed on",
      "R20",
      .evaluation,
      or: [[{ $0.running.moved = .none }]]
    ) { $0.evaluation.trainsWithRunning = true },
    Fault(
      "folded-scale-stale-after-load",
      "folds scale and shift anew after a training or a reset, and not after a load",
      "a scale that is renewed by training only",
      "R29",
      .evaluation
    ) {
      $0.evaluation.keeps = .everything
      $0.evaluation.renewedBy = [.training, .reset]
    },
    Fault(
      "folded-scale-stale-after-reset",
      "folds scale and shift anew after a training or a load, and not after a reset",
      "a scale that is renewed by training only",
      "R29",
      .evaluation
    ) {
      $0.evaluation.keeps = .everything
      $0.evaluation.renewedBy = [.training, .load]
    },
  ]
}
