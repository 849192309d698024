// SPDX-License-Identifier: MIT

package import BNRunFile
internal import Foundation

/// A report's file, held ready from before the run, so that a path that cannot be written is found
/// out in time.
///
/// The report is written under a temporary name and renamed: nobody ever sees half of one.
package final class PendingReport {
  private let request: ReportRequest
  private let path: String
  private let temporary: String
  private let isInPlace: Bool

  /// Makes the temporary file.
  ///
  /// - Throws: ``OutputFileError`` if a file of that name cannot be made in that folder.
  package init(_ request: ReportRequest) throws(OutputFileError) {
    self.request = request
    // A pipe or a device keeps its place: it is written, never replaced.
    isInPlace = Self.exists(request.path) && !Self.isRegular(request.path)
    let target = URL(filePath: request.path).resolvingSymlinksInPath().path(percentEncoded: false)
    path = isInPlace ? request.path : target
    temporary = isInPlace ? request.path : TemporaryName.beside(target)
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

  deinit { if !isInPlace { unlink(temporary) } }

  /// Writes the report and gives the file its name.
  ///
  /// - Throws: ``OutputFileError`` if the system refuses; `EncodingError` if the run cannot be encoded.
  package func write(_ runs: [RunFile]) throws {
    let bytes = try request.format.bytes(of: runs, path: request.path)
    guard Self.write(bytes, to: temporary) else {
      throw OutputFileError(path: request.path, action: "written", code: errno)
    }
    guard isInPlace || rename(temporary, path) == 0 else {
      throw OutputFileError(path: request.path, action: "renamed", code: errno)
    }
  }

  /// Writes a file and waits for the disk; false if the system refuses, with the reason in `errno`.
  private static func write(_ bytes: [UInt8], to path: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return false }
    guard Descriptor.write(bytes, to: descriptor),
      fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS
    else {
      let code = errno
      close(descriptor)
      errno = code
      return false
    }
    return close(descriptor) == 0
  }

  private static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  private static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
