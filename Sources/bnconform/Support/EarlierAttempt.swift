// SPDX-License-Identifier: MIT

internal import Conformance
internal import Foundation
internal import GoldenCases

/// What the run file that is to be continued holds.
enum EarlierAttempt {
  /// No run yet: the file is missing, empty, or was broken off in its first line.
  case nothing
  /// A run that came to its end.
  case complete(RunFile)
  /// A run that was broken off.
  case broken(RunFile)

  /// Reads a run file.
  ///
  /// - Throws: ``RunFileError`` if it is something else, so that nothing of it is overwritten.
  init(path: String) throws(RunFileError) {
    guard FileManager.default.fileExists(atPath: path) else {
      self = .nothing
      return
    }
    do throws(RunFileError) {
      let run = try RunFile.read(path: path)
      self = run.footer == nil ? .broken(run) : .complete(run)
    } catch {
      guard let data = try? InputFile.contents(of: path), Self.isTornHeader(data) else {
        throw error
      }
      self = .nothing
    }
  }

  /// Whether the bytes are the beginning of a run file's first line, and no more.
  private static func isTornHeader(_ data: Data) -> Bool {
    let beginning = Data(#"{"formatVersion":""#.utf8)
    guard !data.contains(UInt8(ascii: "\n")) else { return false }
    return data.prefix(beginning.count) == beginning.prefix(data.count)
  }
}
