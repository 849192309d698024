// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNReporting

/// A file that a command reads or writes, and what on the command line has named it.
struct FileUse {
  enum Kind { case read, written }

  let kind: Kind
  let path: String
  let name: String

  init(_ kind: Kind, _ path: String, as name: String) {
    (self.kind, self.path, self.name) = (kind, path, name)
  }
}

extension [ReportRequest] {
  /// The files that the reports are written to.
  var uses: [FileUse] {
    map { FileUse(.written, $0.path, as: "--report \($0.format.rawValue)=\($0.path)") }
  }
}

extension [FileUse] {
  /// Refuses a file that would be written though it is read, or written twice.
  ///
  /// - Throws: a usage error that names both uses.
  func requireDistinct() throws {
    var readers: [FileIdentity: FileUse] = [:]
    for use in self where use.kind == .read {
      if let file = FileIdentity(use.path) { readers[file] = readers[file] ?? use }
    }
    var writers: [FileIdentity: FileUse] = [:]
    for use in self where use.kind == .written {
      guard let file = FileIdentity(use.path) else { continue }
      if let reader = readers[file] {
        throw ValidationError("\(use.name) would overwrite \(reader.name); name another file")
      }
      if let writer = writers.updateValue(use, forKey: file) {
        throw ValidationError(
          "\(writer.name) and \(use.name) are one file; give each a file of its own"
        )
      }
    }
  }
}
