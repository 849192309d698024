// SPDX-License-Identifier: MIT

package import BNAdequacy
internal import BNDiagnosis
package import BNRunFile
package import BNVerdicts
package import BNGoldenCases

/// A whole run: plan in, run file out.
package struct ConformanceRun {
  /// What is to be run.
  package let plan: RunPlan
  /// The first line of the run file.
  package let header: RunHeader
  /// Where files are read.
  package let reader: any GoldenReader
  /// What the golden folder says of its files, if the run uses that folder.
  package let manifest: Manifest?
  /// The known deviations, if there is a list of them.
  package let expectations: ExpectationList?
  /// Which known faults the golden files see, if that is known of them.
  package let kills: KillTable?
  /// An earlier attempt at this run, if it is continued.
  package let resumption: Resumption?

  /// Creates a run.
  package init(
    plan: RunPlan,
    header: RunHeader,
    reader: any GoldenReader,
    manifest: Manifest? = nil,
    expectations: ExpectationList? = nil,
    kills: KillTable? = nil,
    resumption: Resumption? = nil
  ) {
    self.plan = resumption?.remainder(of: plan) ?? plan
    self.header = header
    self.reader = reader
    self.manifest = manifest
    self.expectations = expectations
    self.kills = kills
    self.resumption = resumption
  }

  /// Runs the plan; every record is in the run file before anyone sees it.
  ///
  /// When all cases are judged, their failures are explained together, and the run file is written anew
  /// with what was found.
  ///
  /// - Throws: ``OutputFileError`` if the run file cannot be written, ``ResumeRefusal`` if what is
  ///   found is not what an earlier attempt found; the run is stopped then.
  package func run(
    writer: RunFileWriter?,
    observer: some RunObserver,
    interruption: Interruption = Interruption()
  ) async throws -> JudgedCases {
    let start = ContinuousClock.now
    var log = RunLog(header: header, writer: writer)
    var ids: [Int: FileIDs] = [:]
    var answered: [String] = []
    var refusals: Set<String> = []
    var diagnosis = RunDiagnosis()
    let kept = resumption?.kept ?? []
    try log.begin(with: kept)
    observer.begin(header)
    for record in kept { observer.arrive(record) }
    let (events, cancel) = RunLanes.run(plan, by: reader, kills: kills)
    interruption.react(cancel)
    do {
      for await event in events {
        switch event.kind {
        case .record(let record):
          // Each lane that was under way says why the implementation cannot be started.
          if case .problem(let problem) = record, problem.kind == .implementation,
            !refusals.insert("\(problem)").inserted
          {
            continue
          }
          try take(record, &log, observer)
        case .judged(let record, let golden, let answer):
          try take(record, &log, observer)
          if case .outcome(let recorded) = record {
            diagnosis.take(golden, answer, recorded.outcome)
          }
        case .answered(let found): answered = found
        case .finished(let selected): ids[event.file] = selected
        }
      }
    } catch {
      cancel()
      // Whoever leaves the loop waits for the lanes, which end the processes that they started.
      for await _ in events {}
      throw error
    }
    let ledger = expectations.map(ExpectationLedger.init)
    let found = log.explain(interruption.isRaised ? [:] : diagnosis.findings())
    try log.revise { ledger?.revised($0) ?? $0 }
    for record in interruption.isRaised ? [] : closing(log.run, ids, answered, ledger) {
      try log.append(record)
    }
    for record in log.run.records { observer.release(record) }
    let exitCode = try log.finish(
      interruption: interruption.code,
      milliseconds: start.duration(to: .now) / .milliseconds(1)
    )
    let run = log.run
    observer.end(run, exitCode: exitCode)
    return JudgedCases(
      run: run,
      exitCode: exitCode,
      found: ledger == nil ? [] : found,
      knownIDs: Set(ids.values.flatMap { $0.selected + $0.others })
    )
  }

  /// Takes a record that says something new.
  private func take(
    _ record: RunRecord,
    _ log: inout RunLog,
    _ observer: some RunObserver
  ) throws {
    guard try resumption?.isNews(record) != false else { return }
    try log.append(record)
    observer.arrive(record)
  }

  /// What can only be said when all files have been read.
  private func closing(
    _ run: RunFile,
    _ ids: [Int: FileIDs],
    _ answered: [String],
    _ ledger: ExpectationLedger?
  ) -> [RunRecord] {
    let check = manifest.map { ManifestCheck(manifest: $0, planned: plan.settings.files) }
    let warnings = check?.warnings(run.files) ?? []
    let problems = IDCheck(
      plan: plan,
      ids: ids,
      answered: answered,
      golden: header.settings.golden
    ).problems
    let known = Set(ids.values.flatMap { $0.selected + $0.others })
    let stale = ledger?.stale(knownIDs: known, golden: header.settings.golden) ?? []
    // Of other golden files, or of a part of a run, the table says nothing.
    let claim = warnings.isEmpty && plan.settings.shard == nil ? kills?.claim(run) : nil
    return (problems + stale).map(RunRecord.problem) + warnings.map(RunRecord.warning)
      + (claim.map { [RunRecord.claim($0)] } ?? [])
  }
}

/// What came of a run.
package struct JudgedCases: Sendable {
  /// The run.
  package let run: RunFile
  /// What its process exits with.
  package let exitCode: RunExitCode
  /// What each case came out as before a list of known deviations was consulted, if there was one.
  package let found: [CaseOutcome]
  /// The ids of all cases in the golden files, those that were not selected included.
  package let knownIDs: Set<String>
}
