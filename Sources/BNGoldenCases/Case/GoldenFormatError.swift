// SPDX-License-Identifier: MIT

/// What is wrong with a file, and where.
package struct GoldenFormatError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The file's path as given.
  package var file: String
  /// The id or group name of the case, if the fault is inside one.
  package var caseName: String?
  /// The attribute, data set or group.
  package var member: String?
  /// What is wrong with it.
  package var problem: String
  /// What to do about it.
  package var hint: String?
  /// Whether whoever read the file broke down over it, which may not happen again.
  package var isBreakdown = false

  package init(
    file: String,
    caseName: String? = nil,
    member: String? = nil,
    problem: String,
    hint: String? = nil
  ) {
    self.file = file
    self.caseName = caseName
    self.member = member
    self.problem = problem
    self.hint = hint
  }

  /// One line: file, case, member, problem.
  package var description: String {
    [file, caseName, member, problem].compactMap(\.self).joined(separator: ": ")
  }
}
