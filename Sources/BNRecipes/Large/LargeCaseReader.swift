// SPDX-License-Identifier: MIT

package import BNGoldenCases

/// Makes large cases where files are read: `large:NAME` in place of a path is the case of that name.
package struct LargeCaseReader: GoldenReader {
  private let files: any GoldenReader

  /// Takes the reader of everything that is no large case.
  package init(_ files: any GoldenReader) { self.files = files }

  /// What stands before the name of a large case.
  private static let prefix = "large:"

  /// The path of a large case, such as `large:rows-65537-training-f32`.
  package static func path(of large: LargeCase) -> String {
    let parts = large.id.split(separator: "/")
    return prefix + parts.dropFirst().joined(separator: "-")
  }

  /// Whether a path names a large case, or what is none.
  package static func isLarge(_ path: String) -> Bool { path.hasPrefix(prefix) }

  package func cases(in path: String) async throws(GoldenFormatError) -> GoldenFileContents {
    guard let large = try Self.large(path) else { return try await files.cases(in: path) }
    let golden = try await Self.golden(large, path)
    let header = GoldenFileHeader(role: .golden, feature: LargeCase.feature)
    let digest = ContentDigest(cases: [golden])
    if let onFile = large.digest, onFile != digest.hexadecimal {
      throw GoldenFormatError(
        file: path,
        problem: "its digest is \(digest), but \(onFile) is on file",
        hint: "the rule that makes large cases, or the reference, gives other values than it did"
      )
    }
    return GoldenFileContents(header: header, cases: [.success(golden)], digest: digest)
  }

  package func catalog(
    of path: String
  ) async throws(GoldenFormatError) -> [Result<CaseSummary, GoldenFormatError>] {
    guard let large = try Self.large(path) else { return try await files.catalog(of: path) }
    guard let id = try? CaseID(large.id) else { return [] }
    return [
      .success(
        CaseSummary(
          id: id,
          metadata: large.metadata,
          configuration: large.configuration,
          usesDefaults: false,
          steps: large.steps
        )
      )
    ]
  }

  package func answers(
    in path: String,
    feature: String?
  ) async throws(GoldenFormatError) -> AnswersFileContents {
    try await files.answers(in: path, feature: feature)
  }

  private static func large(_ path: String) throws(GoldenFormatError) -> LargeCase? {
    guard isLarge(path) else { return nil }
    guard let large = LargeCase.all.first(where: { Self.path(of: $0) == path }) else {
      throw GoldenFormatError(
        file: path,
        problem: "there is no large case of this name",
        hint: "bnconform list --large prints them"
      )
    }
    return large
  }

  private static func golden(
    _ large: LargeCase,
    _ path: String
  ) async throws(GoldenFormatError) -> GoldenCase {
    if let request = try? large.request(),
      let golden = await SpecifiedCase.golden(request, large.metadata)
    {
      return golden
    }
    throw GoldenFormatError(file: path, problem: "the reference does not answer it")
  }
}
