// SPDX-License-Identifier: MIT

public import ArgumentParser
internal import BNBounds
public import BNGoldenCases
public import BNTensors
internal import BNReporting
internal import BNRunFile
internal import BNImplementations

/// The words of the command line.
enum ArgumentWords {
  /// Refuses words that say nothing, mostly since nobody has set a variable, and words that are not
  /// UTF-8: they could not be kept, so another file would be read or written.
  ///
  /// - Throws: a usage error that names the word.
  static func requireText() throws {
    try requireUTF8()
    if let name = emptyWord(in: CommandLine.arguments) {
      throw ValidationError("\(name) is given an empty text; is the variable behind it set?")
    }
  }

  /// What the first word that is empty, or has nothing behind its equals sign, is the value of.
  static func emptyWord(in words: [String]) -> String? {
    for (index, word) in words.enumerated().dropFirst() {
      if word.allSatisfy(\.isWhitespace) {
        let isOption = words[index - 1].hasPrefix("-") && !words[index - 1].contains("=")
        return isOption ? words[index - 1] : "word \(index) of the command line"
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if word.hasPrefix("--"), parts.count == 2, parts[1].allSatisfy(\.isWhitespace) {
        return String(parts[0])
      }
    }
    return nil
  }

  private static func requireUTF8() throws {
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let word = CommandLine.unsafeArgv[index] else { continue }
      guard String(validatingCString: word) == nil else { continue }
      throw ValidationError(
        "word \(index) of the command line is not UTF-8: \(String(cString: word).debugDescription); "
          + "give the file a name that is"
      )
    }
  }
}

extension CaseLevel: ExpressibleByArgument {}
extension CaseProfile: ExpressibleByArgument {}
extension Scope: ExpressibleByArgument {}
extension ElementType: ExpressibleByArgument {}
extension PresentationMode: ExpressibleByArgument {
  package static var allValueStrings: [String] { words }
}
extension ConsoleOptions.Show: ExpressibleByArgument {}

extension ReportRequest: ExpressibleByArgument {
  /// Reads `FORMAT=FILE`.
  public init?(argument: String) {
    guard let request = try? ReportRequest(argument) else { return nil }
    self = request
  }
}

extension ToleranceMode: ExpressibleByArgument {
  /// Reads the form that golden files use.
  public init?(argument: String) { self.init(argument) }
}
