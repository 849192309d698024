// SPDX-License-Identifier: MIT

internal import BNPlatform

/// A file that is written as a whole or not at all.
///
/// It is written under a temporary name, flushed and renamed: nobody ever sees half of it, and an older
/// file of that name stays until then. A pipe or a device is written in place.
package final class OutputFile {
  private let path: String
  private let target: String
  /// The name under which the contents are written.
  package let temporary: String
  private var isInPlace: Bool { temporary == target }

  /// Prepares the file, and unless somebody else is to create it finds out in time whether it can be written.
  ///
  /// - Throws: ``OutputFileError`` if a file of that name cannot be made in that folder.
  package init(path: String, isCreated: Bool = true) throws(OutputFileError) {
    self.path = path
    var status = stat()
    let kind = stat(path, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
    guard kind != S_IFDIR else {
      throw OutputFileError(path: path, action: "written", code: EISDIR)
    }
    if kind == S_IFREG {
      (target, temporary) = Self.names(path)
    } else {
      (target, temporary) = (path, path)
    }
    if isCreated { close(try open()) }
  }

  deinit { if !isInPlace { unlink(temporary) } }

  /// Where a path leads to, and a hidden name in the same folder that no other process or host uses.
  package static func names(_ path: String) -> (target: String, temporary: String) {
    let target = URL(filePath: path).resolvingSymlinksInPath()
    let process = ProcessInfo.processInfo.processIdentifier
    let unique = "\(process)-\(UInt32.random(in: 0...UInt32.max))"
    let temporary = target.deletingLastPathComponent()
      .appending(path: ".\(target.lastPathComponent).\(unique).tmp")
    return (target.path(percentEncoded: false), temporary.path(percentEncoded: false))
  }

  /// Writes the contents and gives the file its name.
  ///
  /// - Throws: ``OutputFileError`` if the system refuses.
  package func write(_ bytes: some Collection<UInt8>) throws(OutputFileError) {
    try fill(bytes)
    try publish()
  }

  /// Writes the contents under the temporary name, and waits until the disk has them.
  ///
  /// - Throws: ``OutputFileError`` if the system refuses.
  package func fill(_ bytes: some Collection<UInt8>) throws(OutputFileError) {
    let descriptor = try open()
    let isWritten = Descriptor.write(Array(bytes), to: descriptor)
    let code = errno
    guard close(descriptor) == 0, isWritten else {
      throw OutputFileError(path: path, action: "written", code: isWritten ? errno : code)
    }
    try flush()
  }

  /// Waits until the disk has what stands under the temporary name; pipes and devices have nothing to flush.
  ///
  /// - Throws: ``OutputFileError`` if the disk refuses it.
  package func flush() throws(OutputFileError) {
    guard !isInPlace else { return }
    let descriptor = BNPlatform.open(temporary, O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    guard descriptor >= 0, fsync(descriptor) == 0 || [EINVAL, ENOTSUP, EROFS].contains(errno)
    else { throw OutputFileError(path: path, action: "written", code: errno) }
  }

  /// Gives the file its name.
  ///
  /// - Throws: ``OutputFileError`` if the system refuses.
  package func publish() throws(OutputFileError) {
    guard !isInPlace else { return }
    guard rename(temporary, target) == 0 else {
      throw OutputFileError(path: path, action: "given its name", code: errno)
    }
    // A folder that cannot be flushed, as on some network file systems, still has the file.
    let folder = BNPlatform.open(
      URL(filePath: target).deletingLastPathComponent().path(percentEncoded: false),
      O_RDONLY | O_CLOEXEC
    )
    fsync(folder)
    close(folder)
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
    let descriptor = BNPlatform.open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw OutputFileError(path: path, action: "written", code: errno)
    }
    return descriptor
  }
}

extension OutputFile {
  /// Writes a golden file, or what belongs to it, by way of a body that fills the file it is given.
  ///
  /// What must happen when the file is sure to fit on the disk and before it is seen goes between.
  ///
  /// - Throws: ``GoldenFormatError`` from the bodies, or if the file cannot be written.
  static func golden(
    at path: String,
    between: () throws(GoldenFormatError) -> Void = {},
    fill: (OutputFile) throws(GoldenFormatError) -> Void
  ) throws(GoldenFormatError) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw GoldenFormatError(file: path, problem: "is not a regular file and is not replaced")
    }
    let file = try translating(path) { () throws(OutputFileError) in
      try OutputFile(path: path, isCreated: false)
    }
    try fill(file)
    try translating(path) { () throws(OutputFileError) in try file.flush() }
    try between()
    try translating(path) { () throws(OutputFileError) in try file.publish() }
  }

  /// Says of a golden file what the system says of an output file.
  static func translating<Result>(
    _ path: String,
    _ body: () throws(OutputFileError) -> Result
  ) throws(GoldenFormatError) -> Result {
    do throws(OutputFileError) {
      return try body()
    } catch {
      throw GoldenFormatError(file: path, problem: error.problem, hint: error.hint)
    }
  }
}
