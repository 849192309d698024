// SPDX-License-Identifier: MIT

import BNTestSupport
import Testing

@testable import BNGoldenCases

/// What is said of a bent file.
enum Refusal {
  /// The message about the file, or about its first refused case; the file's name is left out.
  static func message(_ bend: (inout DraftFile) throws -> Void) throws -> String {
    try error(bend).map(text) ?? "accepted"
  }

  static func error(_ bend: (inout DraftFile) throws -> Void) throws -> GoldenFormatError? {
    let folder = try TemporaryFolder()
    var draft = try DraftFile.golden()
    try bend(&draft)
    let path = folder.file("mine.h5")
    try draft.write(to: path)
    do throws(GoldenFormatError) {
      for result in try GoldenFile.read(path: path).cases { _ = try result.get() }
      return nil
    } catch {
      #expect(error.file == path)
      #expect(!error.description.contains("\n"))
      return error
    }
  }

  static func text(_ error: GoldenFormatError) -> String {
    [error.caseName, error.member, error.problem].compactMap(\.self).joined(separator: ": ")
  }
}
