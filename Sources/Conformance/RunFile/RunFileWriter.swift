// SPDX-License-Identifier: MIT

internal import Foundation

/// Writes a run file line by line, so that nothing that is written is lost when the run is killed.
package final class RunFileWriter {
  private let path: String
  private let descriptor: Int32

  /// Opens the file and empties it.
  ///
  /// - Throws: ``OutputFileError`` if it cannot be written.
  package init(path: String) throws(OutputFileError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw OutputFileError(path: path, action: "opened", code: errno) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Hands a whole line, its newline included, to the system.
  ///
  /// - Throws: ``OutputFileError`` if it cannot be written.
  package func append(_ line: some Collection<UInt8>) throws(OutputFileError) {
    guard Descriptor.write(Array(line), to: descriptor) else {
      throw OutputFileError(path: path, action: "written", code: errno)
    }
  }
}

/// An output file that cannot be made.
package struct OutputFileError: Error, Equatable, CustomStringConvertible {
  /// The file's path.
  package let path: String
  /// What cannot be done with it, such as `opened`.
  package let action: String
  /// The system's error number.
  package let code: Int32

  package init(path: String, action: String, code: Int32) {
    self.path = path
    self.action = action
    self.code = code
  }

  /// One line for people.
  package var description: String {
    "\(path): cannot be \(action): \(String(cString: strerror(code)))"
  }
}
