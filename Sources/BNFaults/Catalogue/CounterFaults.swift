// SPDX-License-Identifier: MIT

extension FaultCatalogue {
  /// Faults of counter.
  static let counter: [Fault] = [
    Fault(
      "counter-never-rises",
      "does not count batches",
      "Oneflow#7440; tinygrad",
      "R8",
      .counter,
      .common
    ) { $0.counter.neverRises = true },
    Fault("counter-rises-in-evaluation", "counts evaluations", "", "R30", .counter) {
      $0.counter.risesInEvaluation = true
    },
    Fault("counter-rises-twice", "counts every batch twice", "", "R8", .counter) {
      $0.counter.risesTwice = true
    },
    Fault("counter-after-checks", "counts after the checks", "", "R16", .counter) {
      $0.counter.risesAfterChecks = true
    },
    Fault("counter-before-rank-check", "counts before the rank check", "", "R16", .counter) {
      $0.counter.risesBeforeRankCheck = true
    },
    Fault("counter-float32", "keeps the counter in float32", "", "R3", .counter) {
      $0.counter.isFloat32 = true
    },
    Fault("counter-32-bit", "keeps the counter in 32 bits", "", "R3", .counter) {
      $0.counter.is32Bit = true
    },
    Fault(
      "counter-half",
      "keeps the counter in binary16",
      "half() applied to the counter",
      "R3",
      .counter
    ) { $0.counter.isHalf = true },
    Fault("counter-by-samples", "counts samples", "", "R8", .counter) {
      $0.counter.countsSamples = true
    },
    Fault("counter-while-flag-off", "counts while the flag is off", "", "R8", .counter) {
      $0.counter.risesWhileFlagOff = true
    },
    Fault("counter-skips-empty", "does not count empty batches", "", "R13", .counter) {
      $0.counter.skipsEmptyBatches = true
    },
    Fault("counter-for-none-only", "counts only if momentum is none", "", "R8", .counter) {
      $0.counter.risesWithoutMomentumOnly = true
    },
    Fault("counter-saturates-at-100", "stops counting at 100", "dlib window", "R8", .counter) {
      $0.counter.saturates = 100
    },
  ]
}
