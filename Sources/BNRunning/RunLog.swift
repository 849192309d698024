// SPDX-License-Identifier: MIT

internal import BNDiagnosis
internal import BNRunFile
internal import BNVerdicts

/// Collects the records of a run and writes each to the run file as it comes.
///
/// What is no plain file, such as a pipe, gets them at the end: what stands in it cannot be revised.
struct RunLog {
  private let header: RunHeader
  private let writer: RunFileWriter?
  private let line = JSONLine()
  private var records: [RunRecord] = []
  /// Whether a verdict is another than in the run file.
  private var isRevised = false

  init(header: RunHeader, writer: RunFileWriter?) {
    self.header = header
    self.writer = writer
  }

  /// The run as far as it has come.
  var run: RunFile { RunFile(header: header, records: records) }

  /// Writes the header and what is kept of an earlier attempt, which is in the file in one step.
  mutating func begin(with kept: [RunRecord] = []) throws {
    try write(.header(header))
    for record in kept { try append(record) }
    try writer?.publish()
  }

  /// Takes a record.
  mutating func append(_ record: RunRecord) throws {
    records.append(record)
    try write(record)
  }

  /// Adds what a diagnosis found to the verdicts, and returns these.
  mutating func explain(_ findings: [String: Finding]) -> [CaseOutcome] {
    change { outcome in
      guard let finding = findings[outcome.id] else { return outcome }
      var explained = outcome
      explained.take(finding)
      return explained
    }
    return run.outcomes.map(\.outcome)
  }

  /// Changes the verdicts, and writes the run file anew if anything is not as it stands there.
  mutating func revise(_ changed: (CaseOutcome) -> CaseOutcome) throws {
    change(changed)
    guard let writer, isRevised, writer.isPlainFile else { return }
    let lines = try ([.header(header)] + records).flatMap { try line.encode($0) }
    try writer.replace(with: lines)
    isRevised = false
  }

  private mutating func change(_ changed: (CaseOutcome) -> CaseOutcome) {
    for index in records.indices {
      guard case .outcome(var recorded) = records[index] else { continue }
      let outcome = changed(recorded.outcome)
      guard outcome != recorded.outcome else { continue }
      recorded.outcome = outcome
      records[index] = .outcome(recorded)
      isRevised = true
    }
  }

  /// Writes the footer, unless the run was interrupted: it is not complete then.
  mutating func finish(interruption: RunExitCode?, milliseconds: Double) throws -> RunExitCode {
    let run = run
    let exitCode = RunExitCode(run, interruption: interruption)
    if interruption == nil {
      try append(.footer(RunFooter(run, exitCode: exitCode, milliseconds: milliseconds)))
    }
    guard let writer else { return exitCode }
    if !writer.isPlainFile {
      for record in [.header(header)] + records { try writer.append(try line.encode(record)) }
    }
    if interruption == nil { try writer.flush() }
    return exitCode
  }

  private func write(_ record: RunRecord) throws {
    guard let writer, writer.isPlainFile else { return }
    try writer.append(try line.encode(record))
  }
}
