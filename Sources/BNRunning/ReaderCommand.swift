// SPDX-License-Identifier: MIT

internal import BNPlatform

#if os(macOS)
  internal import MachO
#endif

/// How a child that reads files is started: this executable again, with a hidden subcommand.
package struct ReaderCommand: Equatable, Sendable {
  /// The path of the executable.
  package var executable: String

  /// The environment variable that names another executable, for tests.
  package static let variable = "BNCONFORM_READER"
  /// The hidden subcommand.
  package static let subcommand = "reader"

  /// Creates a command.
  package init(executable: String) { self.executable = executable }

  /// Finds the executable: `BNCONFORM_READER`, else the running one.
  ///
  /// - Throws: ``ReaderCommandError`` if the system does not tell.
  package static func find(environment: [String: String]) throws(ReaderCommandError) -> Self {
    if let path = environment[variable], !path.isEmpty { return Self(executable: path) }
    guard let path = runningExecutable else { throw ReaderCommandError() }
    return Self(executable: path)
  }

  /// The program and its arguments.
  package var words: [String] { [executable, Self.subcommand] }

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
package struct ReaderCommandError: Error, Equatable, CustomStringConvertible {
  /// One line for people.
  package var description: String {
    "the running executable cannot be found; set \(ReaderCommand.variable) to its path"
  }
}
