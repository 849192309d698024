// SPDX-License-Identifier: MIT

extension FaultCatalogue {
  /// Faults of momentum.
  static let momentum: [Fault] = [
    Fault(
      "momentum-swapped",
      "takes momentum as the weight of the old value",
      "d2l-ai/d2l-en PR2213; microsoft/onnxscript PR1289",
      "R23",
      .momentum,
      .common
    ) { $0.running.swapsMomentum = true },
    Fault(
      "momentum-swapped-for-variance",
      "swaps the convention for running_var only",
      "",
      "R23",
      .momentum
    ) { $0.running.swapsMomentumOfVariance = true },
    Fault(
      "momentum-swapped-for-mean",
      "swaps the convention for running_mean only",
      "",
      "R23",
      .momentum
    ) { $0.running.swapsMomentumOfMean = true },
    Fault("momentum-fixed-0.1", "always uses 0.1", "apache/tvm PR18704", "R23", .momentum, .common)
    {
      $0.running.ignoresMomentumValue = 0.1
    },
    Fault("momentum-fixed-0.01", "always uses 0.01", "Darknet GPU", "R23", .momentum) {
      $0.running.ignoresMomentumValue = 0.01
    },
    Fault("momentum-fixed-1", "always uses 1", "pytorch#18525", "R23", .momentum) {
      $0.running.ignoresMomentumValue = 1
    },
    Fault("momentum-squared", "uses the square of momentum", "", "R23", .momentum) {
      $0.running.movesWithMomentumSquared = true
    },
    Fault(
      "momentum-clamped",
      "clamps momentum to [0,1]",
      "MindSpore range check",
      "R26",
      .momentum
    ) { $0.running.clampsMomentum = true },
    Fault(
      "momentum-zero-as-none",
      "takes momentum 0 as none",
      "a falsy value in Python",
      "R26",
      .momentum
    ) { $0.running.zeroMomentumMeansNone = true },
    Fault(
      "momentum-zero-as-0.1",
      "takes momentum 0 as 0.1",
      "momentum or 0.1 in Python",
      "R26",
      .momentum
    ) { $0.running.zeroMomentumMeansTenth = true },
    Fault("none-as-0.1", "takes momentum none as 0.1", "", "R27", .momentum) {
      $0.running.cumulative = .fixedTenth
    },
    Fault("none-as-0", "takes momentum none as 0", "", "R27", .momentum) {
      $0.running.cumulative = .zero
    },
    Fault("none-as-1", "takes momentum none as 1", "", "R27", .momentum) {
      $0.running.cumulative = .one
    },
    Fault("none-before-increment", "divides by the counter before it rises", "", "R8", .momentum) {
      $0.running.cumulative = .beforeIncrement
    },
    Fault(
      "none-plus-one",
      "divides by the counter plus 1",
      "cuDNN factor 1/(1+k) after increment",
      "R8",
      .momentum
    ) { $0.running.cumulative = .plusOne },
    Fault("none-by-batch-size", "weighs batches by their size", "", "R27", .momentum) {
      $0.running.cumulative = .bySize
    },
    Fault("none-restarts", "counts its own batches, not the stored ones", "", "R27", .momentum) {
      $0.running.cumulative = .restarts
    },
    Fault(
      "none-complement",
      "uses 1 − 1/k",
      "momentum convention swapped for none",
      "R27",
      .momentum
    ) { $0.running.cumulative = .asInfinite },
    Fault("momentum-fixed-0.9", "always uses 0.9", "", "R23", .momentum) {
      $0.running.ignoresMomentumValue = 0.9
    },
    Fault("momentum-fixed-0.99", "always uses 0.99", "", "R23", .momentum) {
      $0.running.ignoresMomentumValue = 0.99
    },
  ]
}
