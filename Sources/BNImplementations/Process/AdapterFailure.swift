// SPDX-License-Identifier: MIT

package import BNChildren

/// What went wrong with a child process that answers cases.
package struct AdapterFailure: Error, Equatable, Sendable {
  /// What happened.
  package var problem: Problem
  /// How the process ended, once it has.
  package var ending: ProcessEnding?
  /// The last lines that it wrote to standard error.
  package var standardError: String
  /// What it had answered last, where it failed after that and had not read the next question.
  package var answered: String?

  /// The ways in which a child can fail; each is told apart.
  package enum Problem: Error, Equatable, Sendable {
    case notStarted(reason: String)
    case startFailedBefore(attempts: Int)
    case ended, endedAfterAnswer
    case closedInput, closedOutput
    case stopped(Duration)
    case timedOut(Duration, waitingFor: String, unfinishedBytes: Int)
    case truncated(bytes: Int, beginning: String)
    case answerTooLong(limit: Int)
    case noJSON(line: String)
    case malformed(String)
    case wrongVersion(Int)
    case answeredTwice(sequence: Int)
    case answeredAnother(sequence: Int, expected: Int)
    case refused(message: String)
    case tooMuchMemory(bytes: Int, limit: Int)
    case notKept(reason: String)
    case cancelled
  }

  package init(
    _ problem: Problem,
    ending: ProcessEnding? = nil,
    standardError: String = "",
    answered: String? = nil
  ) {
    self.problem = problem
    self.ending = ending
    self.standardError = standardError
    self.answered = answered
  }
}
