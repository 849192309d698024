// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import ArgumentParser
internal import BNRunFile
internal import BNRunning
internal import BNImplementations

/// `bnconform serve`: one of our implementations behind the adapter protocol.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve the adapter protocol with a built-in implementation.",
    discussion: """
      Shows what a correct adapter answers and what the protocol costs: \
      bnconform run --implementation 'bnconform serve reference'
      """
  )

  @Argument(help: "The implementation: reference, fault:NAME or legal:NAME.")
  var name = ReferenceImplementation.name

  func run() async throws {
    let output = try ProtectedOutput.claim()
    let implementation: any Implementation
    do throws(UnknownImplementationError) {
      implementation = try ImplementationRegistry.find(name)
    } catch {
      throw ValidationError("\(error)")
    }
    let description = try await implementation.description
    try await implementation.withSession { session in
      let server = AdapterServer(description: .success(description)) { request in
        await session.answer(request)
      }
      try await server.serve(
        readLine: { readLine() },
        writeLine: { try output.write($0 + [UInt8(ascii: "\n")]) }
      )
    }
  }
}
