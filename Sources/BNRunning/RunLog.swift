// SPDX-License-Identifier: MIT

internal import BNRunFile

/// Collects the records of a run and writes each to the run file as it comes.
struct RunLog {
  private let header: RunHeader
  private let writer: RunFileWriter?
  private let line = JSONLine()
  private var records: [RunRecord] = []

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

  /// Writes the footer, unless the run was interrupted: it is not complete then.
  mutating func finish(interruption: RunExitCode?, milliseconds: Double) throws -> RunExitCode {
    let run = run
    let exitCode = RunExitCode(run, interruption: interruption)
    guard interruption == nil else { return exitCode }
    let footer = RunFooter(run, exitCode: exitCode, milliseconds: milliseconds)
    try append(.footer(footer))
    try writer?.flush()
    return exitCode
  }

  private func write(_ record: RunRecord) throws {
    if let writer { try writer.append(try line.encode(record)) }
  }
}
