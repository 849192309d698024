// SPDX-License-Identifier: MIT

internal import Foundation

/// Writing a file whole or not at all.
///
/// The new contents are written under a temporary name in the same folder, flushed to the disk, and
/// then given their name in one step, so that nobody ever sees half a file.
enum AtomicFile {
  /// Writes a file by way of a body that writes the temporary file it is given.
  ///
  /// What must happen when the file is sure to fit on the disk and before it is seen goes between.
  ///
  /// - Throws: ``GoldenFormatError`` from the bodies, or if the file cannot be flushed or renamed.
  static func write(
    to path: String,
    between: () throws(GoldenFormatError) -> Void = {},
    _ body: (_ temporary: String) throws(GoldenFormatError) -> Void
  ) throws(GoldenFormatError) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw GoldenFormatError(file: path, problem: "is not a regular file and is not replaced")
    }
    let target = URL(filePath: path).resolvingSymlinksInPath()
    let folder = target.deletingLastPathComponent()
    let process = ProcessInfo.processInfo.processIdentifier
    let unique = "\(process)-\(UInt32.random(in: 0...UInt32.max))"
    let temporary = folder.appending(path: ".\(target.lastPathComponent).\(unique).tmp")
      .path(percentEncoded: false)
    // Has no effect once the file has its name.
    defer { unlink(temporary) }
    try body(temporary)
    try flush(temporary, of: path)
    try between()
    guard rename(temporary, target.path(percentEncoded: false)) == 0 else {
      throw failure("be given its name", path)
    }
    // A folder that cannot be flushed, as on some network file systems, still has the file.
    try? flush(folder.path(percentEncoded: false), of: path)
  }

  private static func flush(_ file: String, of path: String) throws(GoldenFormatError) {
    let descriptor = open(file, O_RDONLY)
    guard descriptor >= 0 else { throw failure("be flushed", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("be flushed", path) }
  }

  private static func failure(_ action: String, _ path: String) -> GoldenFormatError {
    GoldenFormatError(file: path, problem: "cannot \(action): \(String(cString: strerror(errno)))")
  }
}
