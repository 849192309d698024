// SPDX-License-Identifier: MIT

internal import Foundation

/// The two ends of a pipe, as plain descriptors; whoever takes an end closes it.
struct PipeEnds {
  let readEnd: Int32
  let writeEnd: Int32

  /// Makes a pipe that programs started later do not inherit.
  ///
  /// - Throws: ``PipeError`` if there are no descriptors left.
  init() throws(PipeError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw PipeError(code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }
}

extension PipeEnds {
  /// A descriptor that is at its end.
  ///
  /// - Throws: ``PipeError`` if there are no descriptors left.
  static func nothingToRead() throws(PipeError) -> Int32 {
    let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw PipeError(code: errno) }
    return descriptor
  }
}

/// A pipe that cannot be made.
struct PipeError: Error, CustomStringConvertible {
  /// The system's error number.
  let code: Int32

  /// One line for people.
  var description: String { "no pipe: \(String(cString: strerror(code)))" }
}
