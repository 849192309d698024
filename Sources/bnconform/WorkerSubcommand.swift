// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Conformance
internal import GoldenCases

/// `bnconform worker`: does assignments for a supervisor.
struct WorkerSubcommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: WorkerCommand.subcommand,
    abstract: "Work on golden files for a supervisor.",
    shouldDisplay: false
  )

  @Argument(help: "The assignment as JSON.")
  var assignment: String

  func run() async throws {
    ReadingWatch.arm()
    let output = try ProtectedOutput.claim()
    guard let assignment = try? JSONLine.decode(WorkerAssignment.self, from: assignment.utf8) else {
      throw ValidationError("not a worker's assignment")
    }
    let line = JSONLine()
    let worker = Worker(
      assignment: assignment,
      next: { readLine().flatMap { try? JSONLine.decode(WorkerAssignment.self, from: $0.utf8) } },
      resolve: { name in
        try ImplementationRegistry.find(
          name,
          limits: assignment.processLimits,
          requestFolder: assignment.requestFolder,
          answersAdvisory: assignment.comparesAdvisory
        )
      },
      send: { try output.write(try line.encode($0)) }
    )
    try await TerminationSignal.cancelling { try await worker.run() }
  }
}
