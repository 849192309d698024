// SPDX-License-Identifier: MIT

package import BNGoldenCases

/// Something that kept a run from judging what it should have judged.
package struct RunProblem: Error, Equatable, Codable, Sendable {
  /// What kind of thing went wrong.
  package var kind: Kind
  /// The file's name in the run, or its path.
  package var file: String
  /// The id or group name of the case, if the fault is inside one.
  package var caseName: String?
  /// The attribute, data set or group.
  package var member: String?
  /// What is wrong, in one line.
  package var problem: String
  /// What to do about it.
  package var hint: String?
  /// The end of what a process wrote to standard error; older runs have it.
  package var standardError: String?

  /// What can go wrong.
  package enum Kind: String, Codable, Sendable {
    /// A golden or answers file, or a case of it, is not what the format says.
    case format
    /// The same id in two files of the run.
    case duplicate
    /// The implementation could not be started.
    case implementation
    /// The process that read a file broke down over it.
    case reader = "worker"
    /// An answers file answers a case that is not there.
    case extraAnswer = "extra_answer"
    /// A line of the list of known deviations speaks of no case.
    case staleExpectation = "stale_expectation"
  }

  /// Creates a problem.
  package init(
    _ kind: Kind,
    file: String,
    caseName: String? = nil,
    member: String? = nil,
    problem: String,
    hint: String? = nil,
    standardError: String? = nil
  ) {
    self.kind = kind
    self.file = file
    self.caseName = caseName
    self.member = member
    self.problem = problem
    self.hint = hint
    self.standardError = standardError
  }

  /// Takes over what is wrong with a file.
  package init(_ error: GoldenFormatError) {
    self.init(
      error.isBreakdown ? .reader : .format,
      file: error.file,
      caseName: error.caseName,
      member: error.member,
      problem: error.problem,
      hint: error.hint
    )
  }
}

extension RunProblem: CustomStringConvertible {
  /// One line: file, case, member, problem.
  package var description: String {
    [file, caseName, member, problem].compactMap(\.self).joined(separator: ": ")
  }
}
