// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import Synchronization

/// One of the process's output streams.
package struct Terminal: Sendable {
  private let descriptor: Int32
  /// Why standard output could not be written, once that has happened.
  private static let failure = Mutex<Int32?>(nil)

  /// Standard output.
  package static let output = Terminal(descriptor: STDOUT_FILENO)
  /// Standard error.
  package static let error = Terminal(descriptor: STDERR_FILENO)
  /// Standard output for data and commands, which are written as they are.
  package static let data = Terminal(descriptor: STDOUT_FILENO, isVerbatim: true)
  /// Whether nothing is made safe to print.
  private var isVerbatim = false

  /// Whether somebody looks at the stream.
  package var isTerminal: Bool { isatty(descriptor) == 1 }

  /// The number of columns, or nil if it is no terminal.
  package var width: Int? {
    guard isTerminal else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Why a result is missing from standard output, as the system says it; nil if all of it was written, or
  /// its reader wanted no more.
  package static var outputFailure: String? {
    failure.withLock { $0 }.map { String(cString: strerror($0)) }
  }

  /// Writes text.
  ///
  /// What the system refuses of standard output is remembered for the end of the command; that its reader
  /// wants no more is no error.
  package func write(_ text: String) {
    var bytes = Array((isVerbatim ? text : PrintedText.safe(text)).utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        BNPlatform.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let code = errno
        if descriptor == STDOUT_FILENO, code != EPIPE { Self.failure.withLock { $0 = code } }
        return
      }
      bytes = bytes.dropFirst(count)
    }
  }
}
