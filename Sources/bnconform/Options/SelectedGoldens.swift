// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import BNReporting
internal import BNRunFile

extension GoldenChoice {
  /// The cases that a selection takes, in the order of the files.
  ///
  /// - Throws: the exit code 3, after saying what may have been meant, if there are none;
  ///   ``GoldenFormatError`` if a case cannot be read.
  func cases(_ selection: CaseSelection, by reader: some GoldenReader) async throws -> [GoldenCase]
  {
    let filter = try selection.compiled()
    var selected: [GoldenCase] = []
    for file in files {
      selected += try await reader.allCases(in: file.path).filter {
        filter.selects($0.id, $0.metadata)
      }
    }
    guard selected.isEmpty else { return selected }
    let catalog = await Catalog(files, reader)
    let advice = SelectionAdvice(selection: selection, summaries: catalog.entries.map(\.summary))
    let lines = ["bnconform: no case is selected"] + advice.lines
    Terminal.error.write(lines.joined(separator: "\n  ") + "\n")
    try RunExitCode.nothingJudged.throwUnlessExpected()
    return []
  }
}
