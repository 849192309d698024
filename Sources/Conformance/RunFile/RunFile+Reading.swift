// SPDX-License-Identifier: MIT

internal import Foundation
internal import GoldenCases

extension RunFile {
  /// Reads a run file; one that was broken off has no footer, and its last line may be torn.
  ///
  /// - Throws: ``RunFileError`` if the file cannot be read, has no header, or a line that is not the
  ///   last one is no record.
  package static func read(path: String) throws(RunFileError) -> RunFile {
    let data: Data
    do throws(InputFileError) {
      data = try InputFile.contents(of: path, atMost: InputFile.runFileLimit)
    } catch {
      throw RunFileError(path: path, line: nil, problem: "\(error)")
    }
    return try RunFile(parsing: data, path: path)
  }

  /// Reads the bytes of a run file.
  ///
  /// - Throws: ``RunFileError`` as reading does.
  package init(
    parsing bytes: some RandomAccessCollection<UInt8>,
    path: String
  ) throws(RunFileError) {
    let isTorn = bytes.last != UInt8(ascii: "\n")
    let read = RunFileLines((bytes as? Data) ?? Data(bytes))
    var header: RunHeader?
    var records: [RunRecord] = []
    for line in read.lines {
      guard let record = try? line.record.get(), record.isPlausible else {
        if isTorn, line.index == read.count - 1, line.index > 0 { break }
        throw RunFileError(path: path, line: line.index + 1, problem: "is no record of a run")
      }
      if case .header(let found) = record {
        guard line.index == 0 else {
          throw RunFileError(path: path, line: line.index + 1, .secondHeader)
        }
        header = found
      }
      records.append(record)
    }
    guard let header else { throw RunFileError(path: path, line: 1, .noHeader) }
    guard RunHeader.understands(header.formatVersion) else {
      let version = header.formatVersion.prefix(20).debugDescription
      throw RunFileError(path: path, line: 1, problem: "is of format version \(version)")
    }
    self.init(header: header, records: records)
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

  enum Common: String {
    case noHeader = "is no header of a run"
    case secondHeader = "is a second header"
  }

  /// Creates an error.
  package init(path: String, line: Int?, problem: String) {
    self.path = path
    self.line = line
    self.problem = problem
  }

  init(path: String, line: Int?, _ problem: Common) {
    self.init(path: path, line: line, problem: problem.rawValue)
  }

  /// One line for people.
  package var description: String {
    [path, line.map { "line \($0)" }, problem].compactMap(\.self).joined(separator: ": ")
  }
}
