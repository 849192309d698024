// SPDX-License-Identifier: MIT

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

  func begin() throws { try write(.header(header), line: nil) }

  /// Takes a record; a line that says the same is written as it is.
  mutating func append(_ record: RunRecord, line: [UInt8]?) throws {
    records.append(record)
    try write(record, line: line)
  }

  /// Writes the footer, unless the run was interrupted: it is not complete then.
  mutating func finish(isInterrupted: Bool, milliseconds: Double) throws -> RunExitCode {
    let run = run
    let outcomes = run.outcomes.lazy.map(\.outcome)
    let exitCode = RunExitCode(
      outcomes: outcomes,
      problems: run.problems,
      strict: header.settings.strict,
      isInterrupted: isInterrupted
    )
    guard !isInterrupted else { return exitCode }
    let footer = RunFooter(
      counts: OutcomeCounts(outcomes),
      problems: run.problems.count,
      digest: run.suiteDigest,
      exitCode: exitCode.rawValue,
      milliseconds: milliseconds
    )
    try append(.footer(footer), line: nil)
    return exitCode
  }

  private func write(_ record: RunRecord, line: [UInt8]?) throws {
    guard let writer else { return }
    if let line {
      try writer.append(line + [UInt8(ascii: "\n")])
    } else {
      try writer.append(try self.line.encode(record))
    }
  }
}
