// SPDX-License-Identifier: MIT

import BNVerdicts
import BNGoldenCases

@testable import BNRunFile
@testable import BNRunning

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

extension RunPlan {
  /// Judges what the plan says; files are read in this process unless a reader is given.
  func judged(
    by reader: any GoldenReader = ReaderHere(),
    observer: Recorder = Recorder(),
    interruption: Interruption = Interruption()
  ) async throws -> JudgedCases {
    let run = ConformanceRun(
      plan: self,
      header: RunHeader(
        started: "",
        respondent: respondent,
        settings: settings
      ),
      reader: reader
    )
    return try await run.run(writer: nil, observer: observer, interruption: interruption)
  }
}
