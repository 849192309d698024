// SPDX-License-Identifier: MIT

/// The reviewed table of the specification's clauses: what is judged, by which cases, and what is not.
package enum SpecificationClauses {
  /// All clauses, in the order of the rules.
  package static let all: [RuleClause] = layer + calls + training + evaluation + gradients

  private static let layer: [RuleClause] = [
    .math("R1", "eps is 1e-5 and momentum 0.1 where none is given", "attributes/defaults/*"),
    .math("R1", "a forward uses eps and momentum as they are then", "attributes/*-raised/*"),
    .math("R3", "a copy has all that the layer has, and shares nothing", "attributes/copy-*"),
    .math("R2", "affine=False: no weight and no bias", "affine/none-*"),
    .torch("R3", "num_batches_tracked is a 64-bit integer", "momentum/*-count-2-53/*"),
    .math(
      "R3",
      "without tracking there are no running statistics and no counter",
      "track_running_stats/off-*"
    ),
    .torch(
      "R4",
      "reset sets running_mean 0, running_var 1, counter 0 and keeps weight and bias",
      "state/reset-*",
      "running_stats/reset/*"
    ),
    .torch(
      "R4",
      "reset does nothing while track_running_stats is off",
      "track_running_stats/reset-while-off/*"
    ),
    .torch(
      "R5",
      "a version 2 state without num_batches_tracked is an error",
      "state/load-version-2-*"
    ),
    .torch(
      "R5",
      "an older state keeps the layer's num_batches_tracked",
      "state/load-version-none-*",
      "state/load-version-1-*"
    ),
    .unjudged(
      "R5",
      "the order of the state dict",
      reason: "every exchange names the keys"
    ),
    .unjudged("R6", "lazy variants", reason: "they change the class in Python, not the numbers"),
    .math("R6", "without a process group any rank from 2 on is accepted", "shapes/nd-*"),
  ]

  private static let calls: [RuleClause] = [
    .torch("R7", "a wrong rank is refused first and changes nothing", "errors/rank-*"),
    .torch("R7", "the layer of any rank refuses C = 0", "errors/no-channels-nd/*"),
    .math(
      "R8",
      "num_batches_tracked increases by 1 per training forward",
      "momentum/*-three-steps/*"
    ),
    .torch(
      "R8",
      "momentum=None without num_batches_tracked has factor 0",
      "momentum/none-without-counter/*"
    ),
    .math(
      "R9",
      "training, or a layer without running statistics, uses batch statistics",
      "track_running_stats/off-*"
    ),
    .torch(
      "R10",
      "no update while track_running_stats is off",
      "track_running_stats/switched-off/*"
    ),
    .torch("R11", "training refuses one value per channel", "errors/one-value-*"),
    .math("R11", "training accepts two values per channel", "errors/two-values-pass/*"),
    .torch(
      "R12",
      "eps ≤ 0 is refused in training and evaluation",
      "eps/zero-*",
      "eps/negative-*-*"
    ),
    .torch("R12", "eps = NaN is accepted", "eps/nan-*"),
    .torch("R13", "an empty batch changes num_batches_tracked only", "empty/*"),
    .torch(
      "R14",
      "statistics and parameters must have C elements",
      "errors/*-size-*",
      "errors/input-c*"
    ),
    .torch(
      "R14",
      "evaluation without one of the running statistics is an error",
      "errors/running-*-missing-evaluation/*"
    ),
    .torch(
      "R15",
      "training with exactly one of the running statistics is an error",
      "errors/running-*-missing-training/*"
    ),
    .torch(
      "R16",
      "an error after the counter's increment leaves num_batches_tracked increased",
      "errors/one-value-then-batch/*"
    ),
    .torch("R17", "other input types are refused", "errors/integer-input-*"),
    .math(
      "R17",
      "float16, bfloat16, float32 and float64 are supported",
      "types/pure-*",
      "types/f64-*"
    ),
    .torch("R18", "other mixtures of types are refused", "errors/mixed-*"),
    .math("R18", "a float16 or bfloat16 input may have float32 parameters", "types/mixed-*"),
    .math("R19", "the input is not modified; the output has its shape", "shapes/*"),
    .unjudged(
      "R19",
      "strides and channels-last layouts",
      reason:
        "tensors are exchanged densely; an adapter with a declared layout makes its own strides"
    ),
  ]

  private static let training: [RuleClause] = [
    .math("R20", "dimension 1 is the channel, all others are reduced", "shapes/*", "channels/*"),
    .math("R20", "the normalizing variance is biased", "running_stats/unbiased-*"),
    .math(
      "R21",
      "eps is added inside the square root, without a clamp",
      "eps/equal-to-variance/*",
      "eps/*-training/*"
    ),
    .unjudged(
      "R21",
      "the native operation with eps 0 and variance 0",
      reason: "the module refuses eps 0 before it gets there"
    ),
    .math("R22", "weight and bias are applied independently of each other", "affine/*"),
    .math(
      "R22",
      "weights may be zero or negative",
      "affine/weight-all-zero/*",
      "affine/weight-negative/*"
    ),
    .math("R23", "the running variance is unbiased", "running_stats/unbiased-*"),
    .math("R23", "momentum is the weight of the new value", "momentum/0.3-*"),
    .math(
      "R24",
      "one update per training forward, none by a backward",
      "state/training-without-backward/*",
      "state/backward-changes-nothing/*"
    ),
    .math(
      "R25",
      "the training output does not depend on the running statistics",
      "running_stats/output-ignores-them/*"
    ),
    .math(
      "R26",
      "momentum 0 keeps the old value, momentum 1 takes the new one",
      "momentum/0/*",
      "momentum/1/*"
    ),
    .torch(
      "R26",
      "momentum outside [0,1], NaN or infinite is used as it is",
      "momentum/2/*",
      "momentum/minus-1/*",
      "momentum/nan/*"
    ),
    .math(
      "R27",
      "momentum=None averages all batches with equal weight",
      "momentum/none-unequal-batches/*"
    ),
    .math("R27", "momentum=None resumes from num_batches_tracked", "momentum/none-resumes/*"),
    .math("R28", "NaN and infinities affect their own channel only", "special/*-training/*"),
  ]

  private static let evaluation: [RuleClause] = [
    .math(
      "R29",
      "evaluation normalizes each element by the running statistics",
      "eps/*-evaluation/*",
      "special/nan-evaluation/*"
    ),
    .math("R29", "evaluation accepts running_var 0", "eps/running-var-zero/*"),
    .math("R30", "evaluation changes no state", "state/evaluation-twice/*"),
    .math(
      "R31",
      "evaluation without running statistics uses batch statistics",
      "track_running_stats/off-*"
    ),
    .torch(
      "R32",
      "track_running_stats switched later: training uses batch statistics, updates nothing",
      "track_running_stats/switched-*"
    ),
  ]

  private static let gradients: [RuleClause] = [
    .math(
      "R33",
      "gradients in training flow through the batch statistics",
      "backward/*-training/*"
    ),
    .math(
      "R34",
      "gradients in evaluation treat the running statistics as constants",
      "backward/*-evaluation/*"
    ),
    .math("R35", "only the requested gradients are computed", "backward/only-*"),
    .math("R35", "without weight or bias their gradients do not exist", "backward/affine-*"),
    .math(
      "R36",
      "each backward uses the values saved by its own forward",
      "backward/two-forwards/*"
    ),
    .unjudged(
      "R37",
      "identities of the gradients",
      reason: "they follow from elements that are each judged"
    ),
    .unjudged(
      "R38",
      "saved values",
      reason: "internal to one system; the backward shows their effect"
    ),
    .math("R39", "double backward in training", "double_backward/*-training/*"),
    .math("R40", "double backward in evaluation", "double_backward/*-evaluation/*"),
    .unjudged(
      "R41",
      "defects of PyTorch",
      reason: "they are documented and must not become golden values"
    ),
  ]
}
