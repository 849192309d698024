// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Conformance
internal import Foundation
internal import GoldenCases
internal import Reporting
internal import Subprocess

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

/// Keeps what opens golden files in a process of its own: a file may be hostile enough to take down
/// the library that reads it, and that must end in a sentence and exit code 2.
enum Isolation {
  private static let variable = "BNCONFORM_ISOLATED"
  private static let noteVariable = "BNCONFORM_READING"

  /// Runs the body in a child process that does the same command; returns there and here.
  static func run(_ body: () async throws -> Void) async throws {
    let environment = ProcessInfo.processInfo.environment
    guard environment[variable] != "1", let executable = WorkerCommand.runningExecutable else {
      if environment[variable] == "1" {
        ForwardedSignals.restoreInChild()
        ReadingWatch.arm(noting: environment[noteVariable])
      }
      return try await body()
    }
    let process = ProcessInfo.processInfo.processIdentifier
    let note = FileManager.default.temporaryDirectory
      .appending(path: "bnconform-\(process)-\(UInt32.random(in: 0...UInt32.max))")
    defer { try? FileManager.default.removeItem(at: note) }
    let signals = ForwardedSignals()
    defer { signals.cancel() }
    let child = signals.child
    let result = try await Subprocess.run(
      .path(FilePath(executable)),
      arguments: Arguments(Array(CommandLine.arguments.dropFirst())),
      environment: .inherit.updating([
        .init(stringLiteral: variable): "1",
        .init(stringLiteral: noteVariable): note.path(percentEncoded: false),
      ]),
      input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
      output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
      error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
    ) { execution in
      child.follow(execution.processIdentifier.value)
    }
    switch result.terminationStatus {
    case .exited(0): return
    case .exited(let code): throw ExitCode(code)
    case .signaled(let signal) where [SIGINT, SIGTERM, SIGHUP].contains(signal):
      throw ExitCode(RunExitCode(signal: signal).rawValue)
    case .signaled(let signal):
      let end = WorkerEnd(.signalled(signal))
      let file = (try? String(contentsOf: note, encoding: .utf8)) ?? "the golden files"
      Terminal.error.write(
        """
        bnconform: \(file.debugDescription): reading it, the process \(end.clause)
        hint: the file is damaged: fetch it again from its source, or write it again\n
        """
      )
      throw ExitCode(RunExitCode.couldNotJudge.rawValue)
    }
  }
}
