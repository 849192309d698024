// SPDX-License-Identifier: MIT

internal import Foundation

/// One of the process's output streams.
package struct Terminal: Sendable {
  private let descriptor: Int32

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

  /// Writes text; that nobody reads any more is no error here.
  package func write(_ text: String) {
    var bytes = Array((isVerbatim ? text : PrintedText.safe(text)).utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
