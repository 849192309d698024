// SPDX-License-Identifier: MIT

/// Where golden and answers files are read.
///
/// A file may be hostile enough to take down the library that reads it, so the program reads in
/// children (``ReaderChildren``). Whoever has files of their own, as a test suite that judges its own
/// layer, reads in this process (``ReaderHere``). Both give the same.
package protocol GoldenReader: Sendable {
  /// Reads the golden cases of a file.
  ///
  /// - Throws: ``GoldenFormatError`` if the file as a whole is refused.
  func cases(in path: String) async throws(GoldenFormatError) -> GoldenFileContents

  /// Reads what the cases of a golden file are, but none of their tensors.
  ///
  /// - Throws: ``GoldenFormatError`` if the file as a whole is refused.
  func catalog(
    of path: String
  ) async throws(GoldenFormatError) -> [Result<CaseSummary, GoldenFormatError>]

  /// Reads the answers to the cases of a feature; without one, only which cases are answered.
  ///
  /// - Throws: ``GoldenFormatError`` if the file as a whole is refused.
  func answers(
    in path: String,
    feature: String?
  ) async throws(GoldenFormatError) -> AnswersFileContents
}

extension GoldenReader {
  /// Reads every case of a file.
  ///
  /// - Throws: ``GoldenFormatError`` if the file or one of its cases is refused.
  package func allCases(in path: String) async throws(GoldenFormatError) -> [GoldenCase] {
    var cases: [GoldenCase] = []
    for result in try await self.cases(in: path).cases { cases.append(try result.get()) }
    return cases
  }
}

/// Reads files in this process.
package struct ReaderHere: GoldenReader {
  /// Creates a reader.
  package init() {}

  package func cases(in path: String) async throws(GoldenFormatError) -> GoldenFileContents {
    try GoldenFile.read(path: path)
  }

  package func catalog(
    of path: String
  ) async throws(GoldenFormatError) -> [Result<CaseSummary, GoldenFormatError>] {
    try GoldenFile.catalog(path: path)
  }

  package func answers(
    in path: String,
    feature: String?
  ) async throws(GoldenFormatError) -> AnswersFileContents {
    try GoldenFile.readAnswers(path: path) { $0.feature == feature }
  }
}
