// SPDX-License-Identifier: MIT

internal import Foundation
internal import Implementations

/// Writes a whole file or nothing.
package enum OutputFile {
  /// Writes a file under a temporary name, flushes it and gives it its name.
  ///
  /// Nobody ever sees half of it, and an older file of that name stays until then. A pipe or a device
  /// is written in place.
  ///
  /// - Throws: ``OutputFileError`` if the system refuses.
  package static func write(
    _ bytes: some Collection<UInt8>,
    to path: String
  ) throws(OutputFileError) {
    var status = stat()
    let isThere = stat(path, &status) == 0
    let isInPlace = isThere && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    guard !isThere || status.st_mode & S_IFMT != S_IFDIR else {
      throw OutputFileError(path: path, action: "written", code: EISDIR)
    }
    let target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
    let temporary = isInPlace ? path : TemporaryName.beside(target)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw OutputFileError(path: path, action: "written", code: errno)
    }
    guard Descriptor.write(Array(bytes), to: descriptor), flush(descriptor) else {
      let code = errno
      close(descriptor)
      if !isInPlace { unlink(temporary) }
      throw OutputFileError(path: path, action: "written", code: code)
    }
    close(descriptor)
    guard isInPlace || rename(temporary, target) == 0 else {
      let code = errno
      unlink(temporary)
      throw OutputFileError(path: path, action: "given its name", code: code)
    }
  }

  /// Makes a folder, and those above it, unless it is there.
  ///
  /// - Throws: ``OutputFileError`` if the system refuses, or a file has the name.
  package static func makeFolder(_ path: String) throws(OutputFileError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      // Foundation does not give the system's error number: ask for it.
      guard mkdir(path, 0o777) != 0 else { return }
      throw OutputFileError(path: path, action: "made a folder", code: errno)
    }
  }

  /// Waits for the disk; pipes and devices have nothing to flush.
  private static func flush(_ descriptor: Int32) -> Bool {
    fsync(descriptor) == 0 || [EINVAL, ENOTSUP, EROFS].contains(errno)
  }
}
