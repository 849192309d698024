// SPDX-License-Identifier: MIT

internal import BNPlatform

/// How a text on the command line names an implementation that is not ours.
package enum ExternalCommand: Equatable, Sendable {
  /// A program that speaks the adapter protocol, with its arguments.
  case program([String])
  /// A shared library with the interface of `bnconform.h`.
  case library(String)

  /// Reads the text, or gives nil if it names neither.
  ///
  /// A library is an existing file `….so`, `….so.N`, `….dylib`. A program has a slash in its first
  /// word, arguments behind it, or stands in PATH.
  package init?(_ text: String, environment: [String: String]) {
    if Self.isLibrary(text), FileManager.default.fileExists(atPath: text) {
      self = .library(text)
      return
    }
    guard let words = CommandWords.split(text), let program = words.first, !program.isEmpty else {
      return nil
    }
    // Quotes may be around a path with blanks.
    if words.count == 1, Self.isLibrary(program), FileManager.default.fileExists(atPath: program) {
      self = .library(program)
      return
    }
    guard words.count > 1 || program.contains("/") || Self.isInPath(program, environment) else {
      return nil
    }
    self = .program(words)
  }

  private static func isLibrary(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    return name.hasSuffix(".so") || name.hasSuffix(".dylib") || name.contains(".so.")
  }

  private static func isInPath(_ program: String, _ environment: [String: String]) -> Bool {
    let folders = environment["PATH", default: ""].split(separator: ":")
    return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
  }
}
