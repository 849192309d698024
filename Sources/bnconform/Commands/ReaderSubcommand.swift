// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNRunning
internal import BNPlatform
internal import BNGoldenCases

/// `bnconform reader`: reads files for the process that started it.
struct ReaderSubcommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: ReaderCommand.subcommand,
    abstract: "Read golden and answers files for another process.",
    shouldDisplay: false
  )

  func run() throws {
    // A batch system signals every process of a job; whoever started us decides what it means, and closes our
    // input. To end before would look as if the file had done it.
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_IGN) }
    let output = try ProtectedOutput.claim()
    let server = ReaderServer(
      receive: {
        guard let head = Self.read(4) else { return nil }
        return Self.read(head.reversed().reduce(0) { $0 << 8 | Int($1) })
      },
      send: { bytes in
        let head = withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { Array($0) }
        return (try? output.write(head + bytes)) != nil
      }
    )
    server.run()
  }

  /// Reads so many bytes from standard input; nil at its end.
  private static func read(_ count: Int) -> [UInt8]? {
    let bytes = Descriptor.read(count, from: STDIN_FILENO)
    return bytes.count == count ? bytes : nil
  }
}
