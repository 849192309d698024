// SPDX-License-Identifier: MIT

package import BNGoldenCases

/// Draws cases where files are read: `drawn:SEED:FIRST:COUNT` in place of a path are the cases FIRST and on of a seed.
///
/// So a run of drawn cases has everything that a run has: run file, reports, shards, a list of known deviations,
/// and it can be resumed and repeated. ``Exploration`` goes on from what it finds; a run does not.
package struct DrawnCaseReader: GoldenReader {
  private let files: any GoldenReader
  private let sound = SoundArithmetic()

  /// Takes the reader of everything that is not drawn.
  package init(_ files: any GoldenReader) { self.files = files }

  private static let prefix = "drawn:"
  /// How many cases count as one file.
  private static let hand = 100

  /// The paths of so many cases of a seed.
  package static func paths(seed: UInt64, count: Int) -> [String] {
    stride(from: 0, to: count, by: hand).map { first in
      "\(prefix)\(seed):\(first):\(min(hand, count - first))"
    }
  }

  /// Some cases of a seed.
  private struct Hand {
    let seed: UInt64
    let numbers: Range<UInt64>

    /// Reads a path; nil if it is the path of a file.
    ///
    /// - Throws: ``GoldenFormatError`` for one that says that cases are drawn, but not which.
    init?(path: String) throws(GoldenFormatError) {
      guard path.hasPrefix(prefix) else { return nil }
      let words = path.dropFirst(prefix.count).split(separator: ":").map { UInt64($0) }
      guard words.count == 3, let seed = words[0], let first = words[1], let count = words[2],
        count > 0, count <= UInt64(hand), first <= UInt64(UInt32.max)
      else {
        throw GoldenFormatError(
          file: path,
          problem: "does not say which cases are to be drawn",
          hint: "bnconform run --drawn 17:1000 draws the first 1000 cases of seed 17"
        )
      }
      self.seed = seed
      numbers = first..<(first + count)
    }
  }

  package func cases(in path: String) async throws(GoldenFormatError) -> GoldenFileContents {
    guard let hand = try Hand(path: path) else { return try await files.cases(in: path) }
    let drawn = await cases(of: hand)
    return GoldenFileContents(
      header: GoldenFileHeader(role: .golden, feature: CaseOutline.feature),
      cases: drawn.map { .success($0) },
      digest: ContentDigest(cases: drawn)
    )
  }

  package func catalog(
    of path: String
  ) async throws(GoldenFormatError) -> [Result<CaseSummary, GoldenFormatError>] {
    guard let hand = try Hand(path: path) else { return try await files.catalog(of: path) }
    return await cases(of: hand).map { golden in
      .success(
        CaseSummary(
          id: golden.id,
          metadata: golden.metadata,
          configuration: golden.request.configuration,
          usesDefaults: golden.request.usesDefaults,
          steps: golden.request.steps.map(StepText.init)
        )
      )
    }
  }

  package func answers(
    in path: String,
    feature: String?
  ) async throws(GoldenFormatError) -> AnswersFileContents {
    try await files.answers(in: path, feature: feature)
  }

  /// The cases, in the order of their ids as in a file; what sound arithmetic may fail is required of nobody.
  private func cases(of hand: Hand) async -> [GoldenCase] {
    var drawn: [GoldenCase] = []
    for index in hand.numbers {
      let outline = CaseOutline(seed: hand.seed, index: index)
      guard var golden = await DrawnCase.golden(outline) else { continue }
      if golden.metadata.level == .required, !sound.passes(golden) {
        golden.metadata.level = .informative
      }
      drawn.append(golden)
    }
    return drawn.sorted { $0.id < $1.id }
  }
}
