// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Conformance
internal import GoldenCases
internal import Reporting

/// What the golden files of a command hold, without their tensors.
struct Catalog {
  /// The cases of each file, sorted by id.
  private(set) var entries: [(file: PlannedFile, summary: CaseSummary)] = []
  /// What cannot be read.
  private(set) var errors: [GoldenFormatError] = []

  /// Reads the catalogs of files; what cannot be read does not take the rest with it.
  init(_ files: [PlannedFile]) {
    for file in files {
      do throws(GoldenFormatError) {
        let results = try GoldenFile.catalog(path: file.path)
        let summaries = results.compactMap { try? $0.get() }.sorted { $0.id < $1.id }
        entries += summaries.map { (file, $0) }
        for case .failure(let error) in results { errors.append(error) }
      } catch {
        errors.append(error)
      }
    }
  }

  /// Tells on standard error what cannot be read.
  func tellErrors() {
    for error in errors {
      Terminal.error.write("! \(error)\n" + (error.hint.map { "  hint    \($0)\n" } ?? ""))
    }
  }

  /// Reads the one case of an id.
  ///
  /// - Throws: a usage error with a suggestion if there is none, ``GoldenFormatError`` if it cannot be
  ///   read.
  func goldenCase(_ id: String) throws -> GoldenCase {
    guard let entry = entries.first(where: { $0.summary.id.text == id }) else {
      // The case may be in what cannot be read.
      if let error = errors.first { throw error }
      let clause = Suggestion.caseClause(for: id, among: entries.map(\.summary.id.text))
      throw ValidationError("there is no case \(id.debugDescription)\(clause)")
    }
    let contents = try GoldenFile.read(path: entry.file.path) { found, _ in found.text == id }
    for case .success(let found) in contents.cases where found.id.text == id { return found }
    for case .failure(let error) in contents.cases where error.caseName == id { throw error }
    throw ValidationError("the case \(id.debugDescription) is no longer in \(entry.file.path)")
  }
}
