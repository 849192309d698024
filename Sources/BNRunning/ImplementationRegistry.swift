// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNFaults
internal import BNPlatform
package import BNImplementations

/// The implementations that the command line knows by name.
package enum ImplementationRegistry {
  /// Every name: the reference, the faults and the legal variants.
  package static let names =
    [ReferenceImplementation.name] + FaultCatalogue.all.map { "fault:\($0.name)" }
    + LegalVariant.all.map { "legal:\($0.name)" }

  /// The hidden subcommand that puts a shared library behind the adapter protocol.
  package static let hostSubcommand = "host-library"

  /// Finds an implementation by its name, or by the command or library that it is reached through.
  ///
  /// The reference answers what only the bound uses where somebody looks at it.
  ///
  /// - Throws: ``UnknownImplementationError`` if the text names nothing of these.
  package static func find(
    _ name: String,
    limits: ProcessLimits = ProcessLimits(),
    requestFolder: String? = nil,
    answersAdvisory: Bool = true
  ) throws(UnknownImplementationError) -> any Implementation {
    if let builtIn = builtIn(name, answersAdvisory) { return builtIn }
    guard let command = external(name), var process = process(command, limits) else {
      throw UnknownImplementationError(name: name)
    }
    process.requestFolder = requestFolder
    return process
  }

  private static func process(
    _ command: ExternalCommand,
    _ limits: ProcessLimits
  ) -> ProcessImplementation? {
    switch command {
    case .program(let words): return ProcessImplementation(command: words, limits: limits)
    case .library(let path):
      guard let host = ReaderCommand.runningExecutable else { return nil }
      var hosted = ProcessImplementation(command: [host, hostSubcommand, path], limits: limits)
      // A backtrace of the host would push what the library printed out of sight.
      hosted.environment = ["SWIFT_BACKTRACE": "enable=no"]
      return hosted
    }
  }

  private static func builtIn(
    _ name: String,
    _ answersAdvisory: Bool
  ) -> (any Implementation)? {
    if name == ReferenceImplementation.name {
      return ReferenceImplementation(answersAdvisory: answersAdvisory)
    }
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    switch parts[0] {
    case "fault": return FaultCatalogue.named(parts[1]).map { ChoiceImplementation(fault: $0) }
    case "legal": return LegalVariant.named(parts[1]).map { ChoiceImplementation(legal: $0) }
    default: return nil
    }
  }

  /// Whether the name is that of an implementation of ours: nothing has to be started for it.
  package static func isBuiltIn(_ name: String) -> Bool { builtIn(name, false) != nil }

  /// Whether the implementation runs in a process that is to be started once and kept.
  package static func isExternal(_ name: String) -> Bool {
    !names.contains(name) && external(name) != nil
  }

  private static func external(_ name: String) -> ExternalCommand? {
    ExternalCommand(name, environment: ProcessInfo.processInfo.environment)
  }
}

/// A name that no implementation has.
package struct UnknownImplementationError: Error, Equatable, CustomStringConvertible {
  /// The name.
  package let name: String

  /// One line for people.
  package var description: String {
    "there is no implementation \(name.debugDescription)\(advice)"
  }

  private var advice: String {
    if CommandWords.split(name) == nil { return ": a quote in it is not closed" }
    if !name.contains("/"), FileManager.default.fileExists(atPath: name) {
      return "; for the program in this folder write ./\(name)"
    }
    let suggestion = Suggestion.clause(for: name, among: ImplementationRegistry.names)
    return suggestion.isEmpty
      ? "; name reference, fault:NAME, legal:NAME, a program with its path or its arguments, or a library"
      : suggestion
  }
}
