// SPDX-License-Identifier: MIT

/// An operation on an HDF5 file that failed, and why.
package struct HDF5Error: Error, Hashable, Sendable {
  /// What was tried, as a verb with its object: `read a string`.
  package let operation: String
  /// What it was tried on.
  package let location: HDF5Location
  /// What went wrong.
  package let problem: HDF5Problem
  /// The error stack of the library, outermost call first; empty if the library did not fail.
  package let frames: [HDF5ErrorFrame]
  /// What the reader of the message can do, if that is known.
  package let hint: String?

  /// Creates an error.
  package init(
    _ operation: String,
    _ location: HDF5Location,
    _ problem: HDF5Problem,
    frames: [HDF5ErrorFrame] = [],
    hint: String? = nil
  ) {
    self.operation = operation
    self.location = location
    self.problem = problem
    self.frames = frames
    self.hint = hint
  }
}

extension HDF5Error: CustomStringConvertible {
  /// One line: place, operation, problem, and the innermost frame of the library.
  ///
  /// The hint and the other frames are left to who shows the error.
  package var description: String {
    var cause = HDF5Text.escaped(problem.description)
    if let innermost = frames.last { cause += " (\(innermost))" }
    return "\(location): cannot \(operation): \(cause)"
  }
}

/// One entry of the library's error stack.
///
/// The library's free text is left out: it carries the time of day, and reports must be reproducible.
/// What only the free text tells is kept as a ``Sign``.
package struct HDF5ErrorFrame: Hashable, Sendable, CustomStringConvertible {
  /// The function of the library.
  package let function: String
  /// The part of the library: `File accessibility`.
  package let major: String
  /// The kind of failure: `Not an HDF5 file`.
  package let minor: String
  /// What the free text says beyond that, if it is known.
  package let sign: Sign?

  /// A cause that the library tells in its free text only.
  package enum Sign: Hashable, Sendable {
    /// A structure of the file has a version number that the library does not know.
    case unknownVersion
    /// The file's head says that a program has it open for writing.
    case openForWriting

    /// The sign in the library's words, such as `bad version number for datatype message`.
    init?(_ text: String) {
      let isUnknown = ["bad", "unknown", "wrong"].contains(where: text.contains)
      if text.contains("h5clear") {
        self = .openForWriting
      } else if isUnknown, text.contains("version") {
        self = .unknownVersion
      } else {
        return nil
      }
    }
  }

  /// Creates an entry.
  package init(function: String, major: String, minor: String, sign: Sign? = nil) {
    self.function = function
    self.major = major
    self.minor = minor
    self.sign = sign
  }

  /// The entry for people: `H5F_open: File accessibility: Not an HDF5 file`.
  package var description: String { HDF5Text.escaped("\(function): \(major): \(minor)") }
}
