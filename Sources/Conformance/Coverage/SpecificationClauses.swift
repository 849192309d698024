// SPDX-License-Identifier: MIT

/// The reviewed table of the specification's clauses: what is judged, by which cases, and what is not.
package enum SpecificationClauses {
  /// All clauses, in the order of the rules.
  package static let all: [RuleClause] = layer + calls + training + evaluation + gradients

  private static let layer: [RuleClause] = [
    .unjudged(
      "R1",
      "defaults of the constructor",
      reason: "a case states every argument, so that no implementation's default can hide"
    ),
    .math("R2", "affine off: no weight, no bias", "affine/none-*"),
    .torch("R3", "num_batches_tracked is a 64-bit integer", "momentum/*-count-2-53/*"),
    .math("R3", "without tracking there is no state", "track_running_stats/off-*"),
    .torch(
      "R4",
      "reset sets 0, 1, 0 and keeps weight and bias",
      "state/reset-*",
      "running_stats/reset/*"
    ),
    .torch(
      "R4",
      "reset does nothing while the flag is off",
      "track_running_stats/reset-while-off/*"
    ),
    .torch("R5", "version 2 without the counter is an error", "state/load-version-2-*"),
    .torch(
      "R5",
      "older versions keep the layer's counter",
      "state/load-version-none-*",
      "state/load-version-1-*"
    ),
    .unjudged(
      "R5",
      "order of the state dict",
      reason: "keys are named, not ordered, in every exchange"
    ),
    .unjudged("R6", "lazy variants", reason: "a change of class in Python, not of numbers"),
    .math("R6", "any rank from 2 where there is no process group", "shapes/nd-*"),
  ]

  private static let calls: [RuleClause] = [
    .torch("R7", "the rank is checked first, nothing changes", "errors/rank-*"),
    .torch("R7", "the any-rank layer refuses C = 0", "errors/no-channels-nd/*"),
    .math("R8", "the counter goes up once per training forward", "momentum/*-three-steps/*"),
    .torch("R8", "without a counter momentum none has factor 0", "momentum/none-without-counter/*"),
    .math("R9", "batch statistics in training or without buffers", "track_running_stats/off-*"),
    .torch("R10", "no update while the flag is off", "track_running_stats/switched-off/*"),
    .torch("R11", "one value per channel is refused", "errors/one-value-*"),
    .math("R11", "two values pass", "errors/two-values-pass/*"),
    .torch(
      "R12",
      "eps ≤ 0 is refused in training and evaluation",
      "eps/zero-*",
      "eps/negative-*-*"
    ),
    .torch("R12", "NaN eps passes", "eps/nan-*"),
    .torch("R13", "an empty batch changes the counter only", "empty/*"),
    .torch("R14", "sizes of statistics and parameters", "errors/*-size-*", "errors/input-c*"),
    .torch("R14", "missing statistics in evaluation", "errors/running-*-missing-evaluation/*"),
    .torch("R15", "exactly one statistic in training", "errors/running-*-missing-training/*"),
    .torch("R16", "the counter after an error", "errors/one-value-then-batch/*"),
    .torch("R17", "types that are refused", "errors/integer-input-*"),
    .math("R17", "float16, bfloat16, float32, float64", "types/pure-*", "types/f64-*"),
    .torch("R18", "mixtures that are refused", "errors/mixed-*"),
    .math("R18", "a reduced input with float32 parameters", "types/mixed-*"),
    .math("R19", "the input stays, the output has its shape", "shapes/*"),
    .unjudged(
      "R19",
      "strides and channels-last",
      reason:
        "tensors travel dense; an implementation that declares a layout gets it from its adapter"
    ),
  ]

  private static let training: [RuleClause] = [
    .math("R20", "channel is dimension 1, all others are reduced", "shapes/*", "channels/*"),
    .math("R20", "the variance that normalizes is biased", "running_stats/unbiased-*"),
    .math("R21", "eps inside the root, no clamp", "eps/equal-to-variance/*", "eps/*-training/*"),
    .unjudged(
      "R21",
      "native op with eps 0 and variance 0",
      reason: "cannot be reached through the module: eps 0 is refused before"
    ),
    .math("R22", "weight and bias, each on its own", "affine/*"),
    .math(
      "R22",
      "weights of zero and negative ones",
      "affine/weight-all-zero/*",
      "affine/weight-negative/*"
    ),
    .math("R23", "the running variance is unbiased", "running_stats/unbiased-*"),
    .math("R23", "new-weight momentum", "momentum/0.3-*"),
    .math(
      "R24",
      "one update per forward",
      "state/training-without-backward/*",
      "state/backward-changes-nothing/*"
    ),
    .math("R25", "training does not see running statistics", "running_stats/output-ignores-them/*"),
    .math("R26", "momentum 0 and 1", "momentum/0/*", "momentum/1/*"),
    .torch(
      "R26",
      "momentum out of [0,1], NaN, infinite",
      "momentum/2/*",
      "momentum/minus-1/*",
      "momentum/nan/*"
    ),
    .math(
      "R27",
      "the cumulative average weighs batches equally",
      "momentum/none-unequal-batches/*"
    ),
    .math("R27", "it resumes from the counter", "momentum/none-resumes/*"),
    .math("R28", "NaN and infinities stay in their channel", "special/*-training/*"),
  ]

  private static let evaluation: [RuleClause] = [
    .math(
      "R29",
      "evaluation by running statistics, element by element",
      "eps/*-evaluation/*",
      "special/nan-evaluation/*"
    ),
    .math("R29", "running_var of zero", "eps/running-var-zero/*"),
    .math("R30", "evaluation changes nothing", "state/evaluation-twice/*"),
    .math("R31", "an untracked evaluation uses the batch", "track_running_stats/off-*"),
    .torch("R32", "the flag switched off and on afterwards", "track_running_stats/switched-*"),
  ]

  private static let gradients: [RuleClause] = [
    .math("R33", "gradients in training", "backward/*-training/*"),
    .math("R34", "gradients in evaluation", "backward/*-evaluation/*"),
    .math("R35", "gradients by mask", "backward/only-*"),
    .math("R35", "gradients without weight or bias", "backward/affine-*"),
    .math("R36", "two forwards before their backwards", "backward/two-forwards/*"),
    .unjudged(
      "R37",
      "identities of the gradients",
      reason: "they follow from elements that are judged one by one"
    ),
    .unjudged(
      "R38",
      "saved values",
      reason: "inner values of one system; their effect is the backward"
    ),
    .math("R39", "second order in training", "double_backward/*-training/*"),
    .math("R40", "second order in evaluation", "double_backward/*-evaluation/*"),
    .unjudged("R41", "upstream defects", reason: "documented, must not become goldens"),
  ]
}
