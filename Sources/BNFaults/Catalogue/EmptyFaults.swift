// SPDX-License-Identifier: MIT

internal import BatchNorm

extension FaultCatalogue {
  /// Faults of empty.
  static let empty: [Fault] = [
    Fault("empty-refused", "refuses empty batches", "pytorch#147287; #36530", "R13", .empty) {
      $0.checks.emptyRefusal = .tooFewValues
    },
    Fault(
      "empty-poisons-statistics",
      "fills the statistics with NaN at an empty batch",
      "pytorch#12013",
      "R13",
      .empty
    ) { $0.checks.emptyPoisonsStatistics = true },
    Fault(
      "empty-decays-statistics",
      "moves the statistics towards 0 at an empty batch",
      "google-deepmind/sonnet#125",
      "R13",
      .empty
    ) { $0.checks.emptyDecaysStatistics = true },
    Fault("empty-after-channel-checks", "checks channels of an empty batch", "", "R13", .empty) {
      $0.checks.emptyAfterChannelChecks = true
    },
  ]
}
