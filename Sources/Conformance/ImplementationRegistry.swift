// SPDX-License-Identifier: MIT

internal import Foundation
package import Implementations

/// The implementations that can be named on the command line.
package enum ImplementationRegistry {
  /// The names of the built-in ones.
  package static let names = [ReferenceImplementation.name]

  /// The hidden subcommand that puts a shared library behind the adapter protocol.
  package static let hostSubcommand = "host-library"

  /// Finds an implementation by its name, or by the command or library that it is reached through.
  ///
  /// - Throws: ``UnknownImplementationError`` if the text names nothing of these.
  package static func find(
    _ name: String,
    limits: ProcessLimits = ProcessLimits()
  ) throws(UnknownImplementationError) -> any Implementation {
    switch name {
    case ReferenceImplementation.name: return ReferenceImplementation()
    default:
      switch external(name) {
      case .program(let words): return ProcessImplementation(command: words, limits: limits)
      case .library(let path):
        guard let host = WorkerCommand.runningExecutable else {
          throw UnknownImplementationError(name: name)
        }
        return ProcessImplementation(command: [host, hostSubcommand, path], limits: limits)
      case nil: throw UnknownImplementationError(name: name)
      }
    }
  }

  /// Whether the implementation runs in a process that is to be started once and kept.
  package static func isExternal(_ name: String) -> Bool {
    !names.contains(name) && external(name) != nil
  }

  private static func external(_ name: String) -> ExternalCommand? {
    ExternalCommand(name, environment: ProcessInfo.processInfo.environment)
  }
}

/// A name that is no implementation's.
package struct UnknownImplementationError: Error, Equatable, CustomStringConvertible {
  /// The name refused.
  package let name: String

  /// One line for people, with names that look alike.
  package var description: String {
    let isFile = !name.contains("/") && FileManager.default.fileExists(atPath: name)
    return "there is no implementation \(name.debugDescription)"
      + (isFile
        ? "; for the program in this folder write ./\(name)"
        : Suggestion.clause(for: name, among: ImplementationRegistry.names))
  }
}
