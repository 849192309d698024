// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import ArgumentParser
internal import BNRunFile
internal import BNRunning
internal import BNGoldenCases
internal import BNReporting

/// The cases that an earlier run found not to be as expected.
struct LastFailed {
  private let path: String
  private let header: RunHeader
  private let ids: [String]

  /// Reads a run file.
  ///
  /// - Throws: ``RunFileError`` if it is none.
  init(path: String) throws {
    let run = try RunFile.read(path: path)
    self.path = path
    header = run.header
    let strict = run.header.settings.strict
    ids = run.outcomes.map(\.outcome)
      .filter { $0.isCounted(strict: strict) || $0.status == .failed }.map(\.id)
  }

  /// The implementation of the earlier run, if it is one of ours; said on standard error.
  ///
  /// - Throws: a usage error if it is not: a run file may be a stranger's, and a program that it names
  ///   is not started unasked.
  func implementation() throws -> String {
    guard case .implementation(let name) = header.respondent else {
      throw ValidationError("\(path) judges an answers file; --implementation says whom to ask now")
    }
    guard ImplementationRegistry.isBuiltIn(name) else {
      let words = OneLine.text(ShellWord.quoted(name))
      throw ValidationError(
        "\(path) judges a program or a library, which is not started because a file names it; "
          + "add --implementation \(words)"
      )
    }
    Terminal.error.write("judging \(name), the implementation of \(path)\n")
    return name
  }

  /// The selection, made narrower by these cases; the profile is that of the earlier run unless one is
  /// given.
  ///
  /// - Throws: ``NothingFailed`` if that leaves none; ``GlobError`` if a filter is no pattern.
  func narrowing(_ options: SelectionOptions) throws -> CaseSelection {
    let selection = options.selection
    var patterns: [CasePattern] = []
    for filter in selection.filters { patterns.append(try CasePattern(filter)) }
    var narrowed = selection
    narrowed.profile = options.profile ?? header.settings.selection.profile
    narrowed.filters = ids.filter { id in patterns.isEmpty || patterns.contains { $0.matches(id) } }
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
