// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNKernels
internal import BNReporting
internal import BNRunFile
internal import BNPlatform

/// The program: parses the command line, runs the command, and gives every failure its exit code.
@main
enum Main {
  static func main() async {
    // A reader of ours, or whoever reads what we print, may be gone: an error of the write, not our end.
    signal(SIGPIPE, SIG_IGN)
    occupyStandardStreams()
    do {
      try ArgumentWords.requireText()
      var command = try await BnconformCommand.asyncParseAsRoot()
      do {
        try requireKernels()
        if var asynchronous = command as? any AsyncParsableCommand {
          try await asynchronous.run()
        } else {
          try command.run()
        }
      } catch let error as ValidationError {
        CommandFailure.exit(wrongUsage: error)
      }
    } catch {
      CommandFailure.exit(error)
    }
    CommandFailure.exit()
  }

  /// Refuses a wish for kernels that cannot be met, whichever command was to compute with them.
  private static func requireKernels() throws {
    guard let refused = KernelChoice.refused else { return }
    let names = KernelChoice.available.map(\.rawValue).joined(separator: ", ")
    throw ValidationError(
      "BNCONFORM_KERNELS is \(OneLine.text(refused).debugDescription); here it may be \(names)"
    )
  }

  /// Takes the places of closed standard streams, which the next pipe to a child would get otherwise, with
  /// what we print going into it.
  private static func occupyStandardStreams() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
      // The lowest free number is taken; writing there fails, as it should.
      _ = open("/dev/null", O_RDONLY)
    }
  }
}
