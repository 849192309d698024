// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNPlatform
internal import BNGoldenCases
internal import BNReporting

/// Ends the process: wrong usage is 64, anything unexpected 2, and never 1.
enum CommandFailure {
  /// Ends a command that has done its work.
  static func exit() -> Never { exit(.asExpected) }

  /// Ends a command that found its options wrong while it ran; the parser's words would show the usage of
  /// the whole program, since it does not know which command that was.
  static func exit(wrongUsage error: ValidationError) -> Never {
    Terminal.error.write("Error: \(error)\n")
    exit(.wrongUsage)
  }

  static func exit(_ error: any Error) -> Never {
    if let code = error as? ExitCode { exit(code.rawValue) }
    // The parser knows its own errors; what it does not know it calls a plain failure.
    let code = BnconformCommand.exitCode(for: error)
    guard code == .failure else {
      let message = BnconformCommand.fullMessage(for: error)
      if !message.isEmpty {
        (code == .success ? Terminal.output : Terminal.error).write(message + "\n")
      }
      exit(code.rawValue)
    }
    Terminal.error.write("bnconform: \(error)\n")
    if error is NothingFailed { exit(.nothingJudged) }
    if let hint = hint(of: error) { Terminal.error.write("hint: \(hint)\n") }
    exit(.couldNotJudge)
  }

  private static func exit(_ code: RunExitCode) -> Never { exit(code.rawValue) }

  /// Ends the process; with 2 whatever it came to, if what it had to say did not get out.
  private static func exit(_ code: Int32) -> Never {
    guard let failure = Terminal.outputFailure else { BNPlatform.exit(code) }
    Terminal.error.write("bnconform: standard output cannot be written: \(failure)\n")
    BNPlatform.exit(RunExitCode.couldNotJudge.rawValue)
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
