// SPDX-License-Identifier: MIT

internal import BNPlatform
package import BNGoldenCases

/// Writes a run file line by line, so that nothing that is written is lost when the run is killed.
///
/// The file is locked while it is written: two runs cannot mix their lines. A line that does not fit
/// on the disk is taken back, so that the file ends with a whole one.
package final class RunFileWriter {
  private let path: String
  private var descriptor: Int32
  /// The name under which the lines stand until they replace the file, if they are to.
  private let temporary: String?
  private var isPublished: Bool

  /// Opens the file and empties it.
  ///
  /// - Throws: ``OutputFileError`` if it cannot be written, or another run is writing it.
  package convenience init(path: String) throws(OutputFileError) {
    let descriptor = try Self.openLocked(path)
    // What is no plain file, such as a pipe, cannot be emptied and need not be.
    _ = ftruncate(descriptor, 0)
    self.init(path: path, descriptor: descriptor, temporary: nil)
  }

  /// Opens a file that will take the place of a run file once it is published.
  ///
  /// - Throws: ``OutputFileError`` if it cannot be written, or another run is writing the run file.
  package convenience init(replacing path: String) throws(OutputFileError) {
    let older = try Self.openLocked(path)
    defer { close(older) }
    let (target, temporary) = OutputFile.names(path)
    let descriptor: Int32
    do throws(OutputFileError) {
      descriptor = try Self.openLocked(temporary)
    } catch {
      throw OutputFileError(path: path, action: "replaced", code: error.code)
    }
    self.init(path: target, descriptor: descriptor, temporary: temporary)
  }

  private init(path: String, descriptor: Int32, temporary: String?) {
    self.path = path
    self.descriptor = descriptor
    self.temporary = temporary
    isPublished = temporary == nil
  }

  deinit {
    close(descriptor)
    if let temporary, !isPublished { unlink(temporary) }
  }

  /// Hands a whole line, its newline included, to the system.
  ///
  /// - Throws: ``OutputFileError`` if it cannot be written.
  package func append(_ line: some Collection<UInt8>) throws(OutputFileError) {
    let end = lseek(descriptor, 0, SEEK_END)
    guard Descriptor.write(Array(line), to: descriptor) else {
      let code = errno
      if end >= 0 { _ = ftruncate(descriptor, end) }
      throw OutputFileError(path: path, action: "written", code: code)
    }
  }

  /// Puts the lines in the place of the file that they replace; without one nothing is done.
  ///
  /// - Throws: ``OutputFileError`` if the system refuses; the older file is still there then.
  package func publish() throws(OutputFileError) {
    guard let temporary, !isPublished else { return }
    try flush()
    guard rename(temporary, path) == 0 else {
      throw OutputFileError(path: path, action: "replaced", code: errno)
    }
    isPublished = true
  }

  /// Whether what was written can be replaced: it cannot in a pipe or a device.
  package var isPlainFile: Bool { Self.isRegular(descriptor) }

  /// Writes all lines anew, in one step: whoever reads the file sees the old ones or the new ones.
  ///
  /// - Throws: ``OutputFileError`` if the system refuses; the old lines are still there then.
  package func replace(with lines: some Collection<UInt8>) throws(OutputFileError) {
    let (target, temporary) = OutputFile.names(path)
    let next = RunFileWriter(
      path: target,
      descriptor: try Self.openLocked(temporary),
      temporary: temporary
    )
    try next.append(lines)
    try next.publish()
    swap(&descriptor, &next.descriptor)
  }

  /// Waits until the disk has all lines.
  ///
  /// - Throws: ``OutputFileError`` if the disk refuses them.
  package func flush() throws(OutputFileError) {
    guard fsync(descriptor) == 0 else {
      // Pipes and devices have nothing to flush.
      if errno == EINVAL || errno == ENOTSUP || errno == EROFS { return }
      throw OutputFileError(path: path, action: "flushed", code: errno)
    }
  }

  /// Opens a file for appending and takes its lock.
  private static func openLocked(_ path: String) throws(OutputFileError) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw OutputFileError(path: path, action: "opened", code: errno) }
    // Some network file systems know no locks; a run on them goes on without.
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK, isRegular(descriptor) {
      close(descriptor)
      throw OutputFileError(path: path, action: "written: another run writes it", code: EBUSY)
    }
    return descriptor
  }

  private static func isRegular(_ descriptor: Int32) -> Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
