// SPDX-License-Identifier: MIT

internal import Conformance
internal import GoldenCases

/// The cases that an earlier run found not to be as expected.
struct LastFailed {
  private let path: String
  private let ids: [String]

  /// Reads a run file.
  ///
  /// - Throws: ``RunFileError`` if it is none.
  init(path: String) throws {
    let run = try RunFile.read(path: path)
    self.path = path
    let strict = run.header.settings.strict
    ids = run.outcomes.map(\.outcome)
      .filter { $0.isCounted(strict: strict) || $0.status == .failed }.map(\.id)
  }

  /// The selection, made narrower by these cases.
  ///
  /// - Throws: ``NothingFailed`` if that leaves none; ``GlobError`` if a filter is no pattern.
  func narrowing(_ selection: CaseSelection) throws -> CaseSelection {
    var globs: [Glob] = []
    for filter in selection.filters { globs.append(try Glob(filter)) }
    var narrowed = selection
    narrowed.filters = ids.filter { id in globs.isEmpty || globs.contains { $0.matches(id) } }
      .map { $0.replacing(/[\[\]*?\\]/) { "\\" + $0.output } }
    // No filter at all would select everything.
    if narrowed.filters.isEmpty { throw NothingFailed(path: path, failed: ids.count) }
    return narrowed
  }
}

/// Nothing is left to be run again.
struct NothingFailed: Error, CustomStringConvertible {
  let path: String
  let failed: Int

  var description: String {
    failed == 0
      ? "\(path): nothing failed in it, so there is nothing to run again"
      : "\(path): none of the \(failed) cases that failed in it fits --filter"
  }
}
