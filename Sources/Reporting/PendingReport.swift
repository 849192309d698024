// SPDX-License-Identifier: MIT

package import Conformance
internal import Foundation

/// A report's file, held ready from before the run, so that a path that cannot be written is found
/// out in time.
///
/// The report is written under a temporary name and renamed: nobody ever sees half of one.
package final class PendingReport {
  private let request: ReportRequest
  private let temporary: String

  /// Makes the temporary file.
  ///
  /// - Throws: ``OutputFileError`` if a file of that name cannot be made in that folder.
  package init(_ request: ReportRequest) throws(OutputFileError) {
    self.request = request
    let target = URL(filePath: request.path)
    let process = ProcessInfo.processInfo.processIdentifier
    temporary = target.deletingLastPathComponent()
      .appending(path: ".\(target.lastPathComponent).\(process).tmp")
      .path(percentEncoded: false)
    var isFolder = ObjCBool(false)
    if FileManager.default.fileExists(atPath: request.path, isDirectory: &isFolder),
      isFolder.boolValue
    {
      throw OutputFileError(path: request.path, action: "written", code: EISDIR)
    }
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw OutputFileError(path: request.path, action: "written", code: errno)
    }
    close(descriptor)
  }

  deinit { unlink(temporary) }

  /// Writes the report and gives the file its name.
  ///
  /// - Throws: ``OutputFileError`` if the system refuses; `EncodingError` if the run cannot be encoded.
  package func write(_ runs: [RunFile]) throws {
    let bytes = try request.format.bytes(of: runs, path: request.path)
    do {
      try Data(bytes).write(to: URL(filePath: temporary))
    } catch {
      throw OutputFileError(path: request.path, action: "written", code: errno)
    }
    guard rename(temporary, request.path) == 0 else {
      throw OutputFileError(path: request.path, action: "given its name", code: errno)
    }
  }
}
