// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import ArgumentParser
internal import BNRunFile
internal import BNRunning
internal import BNImplementations

/// `bnconform host-library`: puts a shared library behind the adapter protocol, in a process of its own.
struct HostLibrarySubcommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: ImplementationRegistry.hostSubcommand,
    abstract: "Serve the adapter protocol for a shared library.",
    shouldDisplay: false
  )

  @Argument(help: "The shared library.")
  var library: String

  func run() async throws {
    // Before the library is loaded: its initializers may print.
    let output = try ProtectedOutput.claim()
    try await LibraryHost.server(path: library).serve(
      readLine: { readLine() },
      writeLine: { try output.write($0 + [UInt8(ascii: "\n")]) }
    )
  }
}
