// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNGoldenCases
internal import BNReporting

/// What the golden files of a command hold, without their tensors.
struct Catalog {
  /// The cases of each file, sorted by id.
  private(set) var entries: [(file: PlannedFile, summary: CaseSummary)] = []
  /// What cannot be read.
  private(set) var errors: [GoldenFormatError] = []

  /// Reads the catalogs of files; what cannot be read does not take the rest with it.
  init(_ files: [PlannedFile], _ reader: some GoldenReader) async {
    for file in files {
      do throws(GoldenFormatError) {
        let results = try await reader.catalog(of: file.path)
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
    var listing = ProblemListing()
    for error in errors where listing.isNew(RunProblem(error)) {
      Terminal.error.write("! \(error)\n" + (error.hint.map { "  hint    \($0)\n" } ?? ""))
    }
    for line in listing.lines { Terminal.error.write(line + "\n") }
  }

  /// The file of the case that an id names, in whatever form; nil if there is none.
  func file(of id: String) -> PlannedFile? {
    entries.first { $0.summary.id.text == CaseID.golden(id) }?.file
  }

  /// Reads the one case of an id, in the form that the id names.
  ///
  /// - Throws: a usage error with a suggestion if there is none, ``GoldenFormatError`` if it cannot be
  ///   read.
  func goldenCase(_ id: String, _ reader: some GoldenReader) async throws -> GoldenCase {
    let name = CaseID.golden(id)
    guard let file = file(of: id) else {
      // The case may be in what cannot be read.
      if let error = errors.first { throw error }
      let clause = Suggestion.caseClause(for: name, among: entries.map(\.summary.id.text))
      throw ValidationError("there is no case \(name.debugDescription)\(clause)")
    }
    let contents = try await reader.cases(in: file.path)
    for case .success(let found) in contents.cases where found.id.text == name {
      return try Self.presented(found, as: id)
    }
    for case .failure(let error) in contents.cases where error.caseName == name { throw error }
    throw ValidationError("the case \(name.debugDescription) is no longer in \(file.path)")
  }

  private static func presented(_ golden: GoldenCase, as id: String) throws -> GoldenCase {
    guard golden.id.text != id else { return golden }
    let forms = golden.otherForms
    if let form = forms.first(where: { golden.id.presented(as: $0).text == id }),
      let presented = golden.presented(as: form)
    {
      return presented
    }
    let known = forms.map { "@\($0.rawValue)" }.joined(separator: ", ")
    throw ValidationError(
      "\(golden.id) cannot be put as \(id.dropFirst(golden.id.text.count)); "
        + (known.isEmpty ? "it has no other form" : "its other forms are \(known)")
    )
  }
}
