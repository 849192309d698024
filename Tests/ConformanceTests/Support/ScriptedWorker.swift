// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

@testable import Conformance

/// A worker made of a shell script, for what a real one never does.
final class ScriptedWorker {
  private let folder: TemporaryFolder
  let command: WorkerCommand

  /// Creates a worker; in the script `$messages` is a folder with one file of messages for each name.
  init(_ script: String, messages: [String: [WorkerMessage]] = [:]) throws {
    folder = try TemporaryFolder()
    command = WorkerCommand(executable: folder.file("worker"))
    for (name, messages) in messages {
      let line = JSONLine()
      let bytes = try messages.flatMap { try line.encode($0) }
      try Data(bytes).write(to: URL(filePath: folder.file(name)))
    }
    let text = "#!/bin/sh\nmessages='\(folder.path)'\n" + script + "\n"
    try Data(text.utf8).write(to: URL(filePath: command.executable))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755],
      ofItemAtPath: command.executable
    )
  }

  /// Where the script may leave something behind.
  func file(_ name: String) -> String { folder.file(name) }

  /// Supervises a plan over these files and returns the finished run.
  func run(
    _ files: [String],
    jobs: Int = 1,
    limits: WorkerLimits = WorkerLimits(
      silence: Duration.seconds(150).scaled,
      grace: Duration.seconds(1).scaled
    ),
    observer: Recorder = Recorder(),
    interruption: Interruption = Interruption()
  ) async throws -> (run: RunFile, exitCode: RunExitCode) {
    let plan = Synthetic.plan(files, jobs: jobs)
    let run = ConformanceRun(
      plan: plan,
      header: Synthetic.header(files),
      supervisor: Supervisor(command: command, limits: limits)
    )
    let judged = try await run.run(writer: nil, observer: observer, interruption: interruption)
    return (judged.run, judged.exitCode)
  }

  /// What a flawless worker says of a file with so many cases.
  static func messages(_ file: String, cases: Int) throws -> [WorkerMessage] {
    let stem = file.prefix { $0 != "." }
    let ids = (1...max(1, cases)).prefix(cases).map { "\(stem)/case-\($0)/f32" }
    let headings = try ids.map(Synthetic.heading)
    return [.selected(Synthetic.record(file, ids), headings, others: [])]
      + ids.map { .outcome(RecordedOutcome(file: file, outcome: Synthetic.outcome($0))) }
      + [.finished]
  }
}

/// Remembers what an observer is told.
final class Recorder: RunObserver {
  private(set) var arrived: [RunRecord] = []
  private(set) var released: [RunRecord] = []
  private(set) var exitCode: RunExitCode?
  private let react: (RunRecord) -> Void

  /// Creates a recorder that does something with each record, too.
  init(_ react: @escaping (RunRecord) -> Void = { _ in }) { self.react = react }

  func begin(_ header: RunHeader) {}

  func arrive(_ record: RunRecord) {
    arrived.append(record)
    react(record)
  }

  func release(_ record: RunRecord) { released.append(record) }

  func end(_ run: RunFile, exitCode: RunExitCode) { self.exitCode = exitCode }

  /// The ids of the cases in the order of their release.
  var releasedIDs: [String] {
    released.compactMap { if case .outcome(let recorded) = $0 { recorded.outcome.id } else { nil } }
  }
}
