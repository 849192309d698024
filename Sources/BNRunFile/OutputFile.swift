// SPDX-License-Identifier: MIT

internal import Foundation

/// A file that is written as a whole or not at all.
///
/// It is written under a temporary name, flushed and renamed: nobody ever sees half of it, and an older
/// file of that name stays until then. A pipe or a device is written in place.
package final class OutputFile {
  private let path: String
  private let target: String
  private let temporary: String
  private var isInPlace: Bool { temporary == target }

  /// Prepares the file, so that a path that cannot be written is found out in time.
  ///
  /// - Throws: ``OutputFileError`` if a file of that name cannot be made in that folder.
  package init(path: String) throws(OutputFileError) {
    self.path = path
    var status = stat()
    let kind = stat(path, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
    guard kind != S_IFDIR else {
      throw OutputFileError(path: path, action: "written", code: EISDIR)
    }
    if kind == S_IFREG {
      target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
      temporary = TemporaryName.beside(target)
    } else {
      (target, temporary) = (path, path)
    }
    close(try open())
  }

  deinit { if !isInPlace { unlink(temporary) } }

  /// Writes the contents and gives the file its name.
  ///
  /// - Throws: ``OutputFileError`` if the system refuses.
  package func write(_ bytes: some Collection<UInt8>) throws(OutputFileError) {
    let descriptor = try open()
    // Pipes and devices have nothing to flush.
    guard Descriptor.write(Array(bytes), to: descriptor),
      fsync(descriptor) == 0 || [EINVAL, ENOTSUP, EROFS].contains(errno)
    else {
      let code = errno
      close(descriptor)
      throw OutputFileError(path: path, action: "written", code: code)
    }
    guard close(descriptor) == 0 else {
      throw OutputFileError(path: path, action: "written", code: errno)
    }
    guard isInPlace || rename(temporary, target) == 0 else {
      throw OutputFileError(path: path, action: "given its name", code: errno)
    }
  }

  /// Writes a file at once.
  ///
  /// - Throws: ``OutputFileError`` if the system refuses.
  package static func write(
    _ bytes: some Collection<UInt8>,
    to path: String
  ) throws(OutputFileError) {
    try OutputFile(path: path).write(bytes)
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

  private func open() throws(OutputFileError) -> Int32 {
    let descriptor = Foundation.open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw OutputFileError(path: path, action: "written", code: errno)
    }
    return descriptor
  }
}
