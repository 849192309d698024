// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import BNGoldenCases

extension RunFile {
  /// Reads a run file; one that was broken off has no footer, and its last line may be torn.
  ///
  /// - Throws: ``RunFileError`` if the file cannot be read, has no header, a line that is not the last
  ///   one is no record, or the lines contradict each other as those of no run do.
  package static func read(path: String) throws(RunFileError) -> RunFile {
    try RunFile(parsing: contents(of: path), path: path)
  }

  /// Reads a run file that is to be continued: what a kill or a crash of the machine has left behind the
  /// last record is dropped.
  ///
  /// - Returns: The run, and the number of the first line dropped; nil if none was.
  /// - Throws: ``RunFileError`` as `read(path:)` does, or if records follow what is none.
  package static func readBroken(
    path: String
  ) throws(RunFileError) -> (run: RunFile, droppedFrom: Int?) {
    try parsed(try contents(of: path), path: path, dropsGarbage: true)
  }

  /// Reads the bytes of a run file.
  ///
  /// - Throws: ``RunFileError`` as reading does.
  package init(
    parsing bytes: some RandomAccessCollection<UInt8>,
    path: String
  ) throws(RunFileError) {
    let data = (bytes as? Data) ?? Data(bytes)
    self = try Self.parsed(data, path: path, dropsGarbage: false).run
  }

  private static func contents(of path: String) throws(RunFileError) -> Data {
    do throws(InputFileError) {
      return try InputFile.contents(of: path, atMost: InputFile.runFileLimit)
    } catch {
      throw RunFileError(path: path, line: nil, problem: "\(error)")
    }
  }

  private static func parsed(
    _ data: Data,
    path: String,
    dropsGarbage: Bool
  ) throws(RunFileError) -> (run: RunFile, droppedFrom: Int?) {
    let isTorn = data.last != UInt8(ascii: "\n")
    let read = RunFileLines(data)
    var droppedFrom: Int?
    var header: RunHeader?
    var check: RunFileCheck?
    var records: [RunRecord] = []
    for (place, line) in read.lines.enumerated() {
      let number = line.index + 1
      guard let record = line.plausibleRecord else {
        let rest = read.lines[(place + 1)...]
        let isTail =
          dropsGarbage
          ? rest.allSatisfy { $0.plausibleRecord == nil } : isTorn && number == read.count
        guard number > 1, isTail else {
          var error = RunFileError(path: path, line: number, problem: "is no record of a run")
          if number > 1, rest.isEmpty { error.hint = RunFileError.tailHint }
          throw error
        }
        droppedFrom = number
        break
      }
      if case .header(let found) = record {
        guard line.index == 0 else {
          throw RunFileError(path: path, line: number, problem: "is a second header")
        }
        (header, check) = (found, RunFileCheck(found))
      }
      if let problem = check?.take(record) {
        throw RunFileError(path: path, line: number, contradiction: problem)
      }
      records.append(record)
    }
    guard let header else {
      throw RunFileError(path: path, line: 1, problem: "is no header of a run")
    }
    guard RunHeader.understands(header.formatVersion) else {
      let version = header.formatVersion.prefix(20).debugDescription
      throw RunFileError(path: path, line: 1, problem: "is of format version \(version)")
    }
    let run = RunFile(header: header, records: records)
    if let problem = check?.contradiction(in: run) {
      let last = read.lines.prefix(records.count).last.map { $0.index + 1 }
      throw RunFileError(path: path, line: last, contradiction: problem)
    }
    return (run, droppedFrom)
  }
}

extension RunFileLines.Line {
  /// The record that a run can have written; nil if the line is none.
  fileprivate var plausibleRecord: RunRecord? {
    guard let record = try? record.get(), record.isPlausible else { return nil }
    return record
  }
}

/// A file that is no run file.
package struct RunFileError: Error, Equatable, CustomStringConvertible {
  /// The file's path.
  package let path: String
  /// The line, from 1, if the fault is in one.
  package let line: Int?
  /// What is wrong with it.
  package let problem: String
  /// What to do about it.
  package var hint: String? = nil

  /// Creates an error.
  package init(path: String, line: Int?, problem: String) {
    self.path = path
    self.line = line
    self.problem = problem
  }

  static let tailHint = "if the run was killed, `bnconform run --resume` drops the line and goes on"

  init(path: String, line: Int?, contradiction: String) {
    self.init(path: path, line: line, problem: contradiction)
    hint = "no run has written this: take the file again from where it came, or run again"
  }

  /// One line for people.
  package var description: String {
    [path, line.map { "line \($0)" }, problem].compactMap(\.self).joined(separator: ": ")
  }
}

extension RunFileError: HintedError {}
