// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNPlatform
internal import BNGoldenCases
internal import BNReporting

/// What the run file that is to be continued holds.
enum EarlierAttempt {
  /// No run yet: the file is missing, empty, or was broken off in its first line.
  case nothing
  /// A run, whether it came to its end or was broken off.
  case run(RunFile)

  /// Reads a run file, and says what of it is dropped.
  ///
  /// - Throws: ``RunFileError`` if it is something else, so that nothing of it is overwritten.
  init(path: String) throws(RunFileError) {
    guard FileManager.default.fileExists(atPath: path) else {
      self = .nothing
      return
    }
    do throws(RunFileError) {
      let (run, dropped) = try RunFile.readBroken(path: path)
      if let dropped {
        Terminal.error.write(
          "\(path): line \(dropped) and what follows is no record of a run, as a kill leaves it; "
            + "it is dropped\n"
        )
      }
      self = .run(run)
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
