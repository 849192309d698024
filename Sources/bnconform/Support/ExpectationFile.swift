// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import BNRunFile
internal import BNRunning
internal import BNPlatform
internal import BNReporting

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
    let isThere = FileManager.default.fileExists(atPath: list.path)
    if changes.isNone, isThere {
      Terminal.error.write("\(list.path): nothing to change\n")
      return
    }
    try OutputFile.write(fixed.text.utf8, to: list.path)
    if changes.isNone {
      Terminal.error.write("\(list.path): written, it is empty: there is no deviation\n")
      return
    }
    Terminal.error.write(
      """
      \(list.path): written, \(changes.added) lines added, \(changes.removed) removed, \
      \(changes.changed) changed\n
      """ + changedLines(fixed)
    )
  }

  /// Lines of the list that are named one by one; the others are counted.
  private static let lineLimit = 20

  /// What was taken out of the list and what was put in, a line each.
  private func changedLines(_ fixed: ExpectationList) -> String {
    let before = list.entries.map { "\($0.expected)" }
    let after = fixed.entries.map { "\($0.expected)" }
    let (older, newer) = (Set(before), Set(after))
    let lines =
      before.filter { !newer.contains($0) }.map { "  - \($0)\n" }
      + after.filter { !older.contains($0) }.map { "  + \($0)\n" }
    let rest = lines.count - Self.lineLimit
    let hint =
      fixed.text.contains(ExpectationList.missingReason)
      ? "  write the reason in place of \"\(ExpectationList.missingReason)\"\n" : ""
    return lines.prefix(Self.lineLimit).joined() + (rest > 0 ? "  … and \(rest) more\n" : "")
      + hint
  }
}
