// SPDX-License-Identifier: MIT

internal import BNPlatform

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

  /// What is wrong, without the path.
  var problem: String { "cannot be \(action): \(String(cString: strerror(code)))" }

  /// One line for people.
  package var description: String { "\(path): \(problem)" }

  /// What to do about it, where the system's own words do not say.
  package var hint: String? {
    switch code {
    case ENOSPC, EDQUOT, EFBIG:
      "make room, then give the command again; `bnconform run --resume` continues a run file"
    case EBUSY: "wait for the other run, or give this one a file of its own"
    case EACCES, EROFS, EPERM, ENOENT: "name a file in a folder that is there and can be written"
    default: nil
    }
  }
}
