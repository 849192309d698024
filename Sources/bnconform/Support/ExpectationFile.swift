// SPDX-License-Identifier: MIT

internal import Conformance
internal import Foundation
internal import Reporting

/// The list of known deviations that a command line names.
struct ExpectationFile {
  /// The list; empty if it is to be written for the first time.
  let list: ExpectationList

  /// Reads the file, which need not be there yet if it is to be fixed.
  init(_ path: String, isToBeFixed: Bool) throws(ExpectationSyntaxError) {
    list =
      isToBeFixed && !FileManager.default.fileExists(atPath: path)
      ? try ExpectationList(parsing: "", path: path) : try ExpectationList.read(path: path)
  }

  /// Writes the list as a complete run makes it.
  ///
  /// - Throws: ``OutputFileError`` if it cannot be written.
  func fix(_ result: JudgedCases, strict: Bool) throws(OutputFileError) {
    guard [.asExpected, .notAsExpected].contains(result.exitCode) else {
      Terminal.error.write("\(list.path): not rewritten, since the run is not complete\n")
      return
    }
    let (fixed, changes) = list.fixed(by: result.found, strict: strict) { expected in
      result.knownIDs.contains(where: expected.concerns)
    }
    if changes.isNone {
      Terminal.error.write("\(list.path): nothing to change\n")
      return
    }
    try OutputFile.write(fixed.text.utf8, to: list.path)
    Terminal.error.write(
      """
      \(list.path): \(changes.added) added, \(changes.removed) removed, \
      \(changes.changed) changed\n
      """
    )
  }
}
