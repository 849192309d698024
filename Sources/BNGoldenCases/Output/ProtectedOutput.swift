// SPDX-License-Identifier: MIT

internal import BNPlatform

/// Standard output kept for our own use: what libraries print there goes to standard error.
package struct ProtectedOutput: Sendable {
  private let descriptor: Int32

  /// Takes standard output away from everyone else in the process.
  ///
  /// - Throws: ``OutputFileError`` if the process has no descriptors left.
  package static func claim() throws(OutputFileError) -> ProtectedOutput {
    let copy = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    guard copy >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else {
      throw OutputFileError(path: "standard output", action: "kept apart", code: errno)
    }
    return ProtectedOutput(descriptor: copy)
  }

  /// Writes all bytes.
  ///
  /// - Throws: ``OutputFileError`` if nobody reads any more.
  package func write(_ bytes: [UInt8]) throws(OutputFileError) {
    guard Descriptor.write(bytes, to: descriptor) else {
      throw OutputFileError(path: "standard output", action: "written", code: errno)
    }
  }
}
