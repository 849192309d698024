// SPDX-License-Identifier: MIT

/// Statistics and gradients over some of the values only, over more than there are, or over parts: the mistakes
/// of loops in tiles, vectors, warps and blocks.
extension FaultCatalogue {
  /// Where values are left out, sums may be divided by the count of all; and sums of gradients may lack them, too.
  static let incomplete: [[Fault.Change]] = [
    [{ $0.statistics.dividesByAll = true }], [{ $0.layout.incomplete = .both }],
  ]

  static let partial: [Fault] =
    leftOut + [4, 8, 16, 32, 64, 128, 256, 1024].flatMap(tiles)
    + [32, 64, 128, 256, 512, 1024].map(firstValues) + [4, 8, 32].flatMap(lanes)

  private static func tiles(of size: Int) -> [Fault] {
    [
      Fault(
        "remainder-of-\(size)-dropped",
        "drops values past a multiple of \(size) from the sums",
        size < 32 ? "ROCm/rocm-libraries PR9031" : "n / \(size) whole warps or blocks",
        "R20",
        .indexing,
        or: incomplete
      ) { $0.layout.droppedRemainder = (size, 0) },
      Fault(
        "gradient-remainder-of-\(size)-dropped",
        "drops values past a multiple of \(size) from the sums of gradients",
        "n / \(size) whole vectors, warps or blocks",
        "R33",
        .backward
      ) {
        $0.layout.droppedRemainder = (size, 0); $0.layout.incomplete = .gradients
      },
      Fault(
        "padding-to-\(size)-counted",
        "counts lanes behind the values, up to a multiple of \(size)",
        "lanes without a mask: zeros minus the mean are squared, or zeros are averaged",
        "R20",
        .indexing,
        .common,
        or: paddingEffects
      ) { $0.statistics.padding = (.multiple(size), .squares) },
      Fault(
        "parts-of-\(size)-averaged",
        "averages the statistics of \(size) values each, the tail as if it had \(size)",
        "a merge of tiles that ignores counts",
        "R20",
        .statistics
      ) { $0.statistics.parts = (.values(size), .equal) },
      Fault(
        "variances-of-\(size)-averaged",
        "averages the variances of \(size) values each, whose means differ",
        "a merge of tiles without the square of the difference of means",
        "R20",
        .statistics,
        or: [[{ $0.statistics.parts = (.values(size), .equalWithoutMeans) }]]
      ) { $0.statistics.parts = (.values(size), .withoutMeans) },
    ]
  }

  private static func firstValues(_ size: Int) -> Fault {
    Fault(
      "first-\(size)-values-only",
      "takes statistics over the first \(size) values of a channel only",
      "a block of \(size) threads without a loop",
      "R20",
      .indexing,
      or: incomplete
    ) { $0.layout.valueLimit = size }
  }

  private static func lanes(_ size: Int) -> [Fault] {
    [
      Fault(
        "remainder-of-\(size)-positions-dropped",
        "drops positions of each sample past a multiple of \(size) from the sums",
        "vectors of \(size) along the plane without a tail",
        "R20",
        .indexing,
        or: incomplete
      ) { $0.layout.droppedPositions = size },
      Fault(
        "last-\(size)-values-again",
        "adds the last \(size) values up where a vector of \(size) does not end with them, some of them again",
        "the last vector is moved back to the end of the values",
        "R20",
        .indexing
      ) {
        $0.statistics.overlappingVector = size
        $0.statistics.dividesByAll = true
      },
      Fault(
        "variances-of-\(size)-lanes-averaged",
        "averages the variances that \(size) lanes find, whose means differ",
        "a reduction of Welford states that adds them up",
        "R20",
        .statistics,
        or: [[{ $0.statistics.parts = (.lanes(size), .equalWithoutMeans) }]]
      ) { $0.statistics.parts = (.lanes(size), .withoutMeans) },
      Fault(
        "\(size)-lanes-averaged",
        "averages the statistics that \(size) lanes find, whatever their counts are",
        "a reduction of Welford states that ignores counts",
        "R20",
        .statistics
      ) { $0.statistics.parts = (.lanes(size), .equal) },
    ]
  }

  private static let paddingEffects: [[Fault.Change]] = [
    [
      { $0.statistics.padding?.effect = .everything },
      { $0.statistics.padding?.effect = .divisors },
      { $0.statistics.padding?.effect = .repeatsLast },
    ]
  ]

  private static let leftOut: [Fault] = [
    Fault(
      "padding-to-power-of-two-counted",
      "counts lanes behind the values, up to a power of two",
      "Triton's masked loads: zeros minus the mean are squared",
      "R20",
      .indexing,
      .common,
      or: paddingEffects
    ) { $0.statistics.padding = (.powerOfTwo, .squares) },
    Fault(
      "last-column-skipped",
      "leaves the last column out of the statistics",
      "a loop to width − 1",
      "R20",
      .indexing,
      or: incomplete
    ) { $0.layout.skipsLastColumn = true },
    Fault(
      "last-row-skipped",
      "leaves the last row out of the statistics",
      "a loop to height − 1",
      "R20",
      .indexing,
      or: incomplete
    ) { $0.layout.skipsLastRow = true },
    Fault(
      "gradient-last-sample-skipped",
      "leaves the last sample out of the sums of gradients",
      "",
      "R33",
      .backward
    ) {
      $0.layout.skipsLastSample = true; $0.layout.incomplete = .gradients
    },
    Fault(
      "halves-averaged-as-equals",
      "averages the statistics of two halves of the batch that are not of one size",
      "pytorch#22192",
      "R20",
      .statistics,
      or: [[{ $0.statistics.parts?.of = .halfOfValues }]]
    ) { $0.statistics.parts = (.halfOfSamples, .equal) },
    Fault(
      "variances-of-halves-averaged",
      "averages the variances of two halves of the batch, whose means differ",
      "a first synchronized BatchNorm",
      "R20",
      .statistics,
      or: [
        [{ $0.statistics.parts = (.halfOfSamples, .withoutMeans) }],
        [{ $0.statistics.parts?.of = .halfOfValues }],
      ]
    ) { $0.statistics.parts = (.halfOfSamples, .equalWithoutMeans) },
    Fault(
      "variances-of-samples-averaged",
      "averages the variances of single samples, whose means differ",
      "var(axis=spatial).mean(axis=0)",
      "R20",
      .statistics
    ) { $0.statistics.parts = (.samples, .withoutMeans) },
    Fault(
      "merge-without-counts",
      "adds the square of the difference of means in a merge, not times a·b/(a + b)",
      "Chan's formula without its counts",
      "R20",
      .statistics,
      or: [partsOfMerges, [{ $0.statistics.parts?.merge = .deltaTimesCounts }]]
    ) { $0.statistics.parts = (.samples, .plainDelta) },
    Fault(
      "merge-to-middle-mean",
      "takes the middle of two means in a merge, whatever their counts are",
      "Chan's formula with counts in the variance only",
      "R20",
      .statistics,
      or: [partsOfMerges]
    ) { $0.statistics.parts = (.samples, .middleMean) },
  ]

  private static let partsOfMerges: [Fault.Change] =
    partsOfTiles.map { part in
      { @Sendable choices in choices.statistics.parts?.of = part }
    }

  private static let partsOfTiles: [StatisticsChoices.Part] = [
    .halfOfSamples, .halfOfValues, .values(8), .values(16), .values(32), .values(64), .values(128),
    .values(256), .lanes(32),
  ]
}
