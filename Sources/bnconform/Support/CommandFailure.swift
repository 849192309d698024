// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Conformance
internal import Foundation
internal import GoldenCases
internal import Reporting

/// Ends the process for an error: wrong usage is 64, anything unexpected 2, and never 1.
enum CommandFailure {
  static func exit(_ error: any Error) -> Never {
    if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
    // The parser knows its own errors; what it does not know it calls a plain failure.
    guard BnconformCommand.exitCode(for: error) == .failure else {
      BnconformCommand.exit(withError: error)
    }
    Terminal.error.write("bnconform: \(error)\n")
    if error is NothingFailed { Foundation.exit(RunExitCode.nothingJudged.rawValue) }
    if let hint = hint(of: error) { Terminal.error.write("hint: \(hint)\n") }
    Foundation.exit(RunExitCode.couldNotJudge.rawValue)
  }

  private static func hint(of error: any Error) -> String? {
    switch error {
    case let error as any HintedError: error.hint
    case let error as GoldenFolderError: error.hint
    default: nil
    }
  }
}

extension RunExitCode {
  /// The error that ends a command with this code, or nothing if all is well.
  func throwUnlessExpected() throws {
    if self != .asExpected { throw ExitCode(rawValue) }
  }
}
