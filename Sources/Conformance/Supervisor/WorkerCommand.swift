// SPDX-License-Identifier: MIT

internal import Foundation

#if os(macOS)
  internal import MachO
#endif

/// How a worker is started: this executable again, with a hidden subcommand.
package struct WorkerCommand: Equatable, Sendable {
  /// The path of the executable.
  package var executable: String

  /// The environment variable that names another executable, for tests.
  package static let variable = "BNCONFORM_WORKER"
  /// The hidden subcommand; the assignment follows it as one word of JSON.
  package static let subcommand = "worker"

  /// Creates a command.
  package init(executable: String) { self.executable = executable }

  /// Finds the executable: `BNCONFORM_WORKER`, else the running one.
  ///
  /// - Throws: ``WorkerCommandError`` if the system does not tell.
  package static func find(environment: [String: String]) throws(WorkerCommandError) -> Self {
    if let path = environment[variable], !path.isEmpty { return Self(executable: path) }
    guard let path = runningExecutable else { throw WorkerCommandError() }
    return Self(executable: path)
  }

  /// The path of the running executable, however it was called.
  package static var runningExecutable: String? {
    #if os(macOS)
      var size: UInt32 = 0
      _ = _NSGetExecutablePath(nil, &size)
      var buffer = [CChar](repeating: 0, count: Int(size))
      guard _NSGetExecutablePath(&buffer, &size) == 0 else { return nil }
      return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    #else
      guard
        let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      else { return nil }
      // The kernel says so when a new build has replaced the file; the old one still runs.
      let isReplaced = path.hasSuffix(" (deleted)")
      return isReplaced ? "/proc/\(ProcessInfo.processInfo.processIdentifier)/exe" : path
    #endif
  }
}

/// The running executable cannot be found.
package struct WorkerCommandError: Error, Equatable, CustomStringConvertible {
  /// One line for people.
  package var description: String {
    "the running executable cannot be found; set \(WorkerCommand.variable) to its path"
  }
}
