// SPDX-License-Identifier: MIT

internal import BNPlatform

/// The three pipes to a child, what is still to be written and what has been read.
package struct ChildStreams {
  /// The end of standard error since the last question.
  package private(set) var standardError = StandardErrorTail()
  /// Whether the child closed its standard input, or we did.
  package var inputIsClosed: Bool { input == nil }
  /// Whether the child closed its standard output.
  package var outputIsClosed: Bool { output == nil }
  /// Whether part of a question has not been written yet.
  package var hasQuestion: Bool { !question.isEmpty && input != nil }
  /// Whether nothing of the question has been read by the child; false where that is not known.
  package var questionIsUnread: Bool {
    guard let input else { return written == 0 }
    return SystemCalls.unreadBytes(input) == written
  }
  /// Whether the child has closed its standard input, or all that could read it has ended.
  package var inputHasNoReader: Bool { input.map(SystemCalls.hasNoReader) ?? true }
  /// The number of bytes read that nobody has taken yet.
  package var pendingOutput: Int { received.count - taken }
  /// The beginning of what was read, for messages.
  package var outputBeginning: String {
    String(decoding: received[taken...].prefix(80), as: UTF8.self)
  }

  private var input: CInt?
  private var output: CInt?
  private var error: CInt?
  private var question: ArraySlice<UInt8> = []
  /// How much of the question is in the pipe.
  private var written = 0
  private var received: [UInt8] = []
  private var searched = 0
  private var taken = 0
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  /// Takes over a child's pipes.
  package init(_ process: ChildProcess) {
    (input, output, error) = (process.input, process.output, process.error)
  }

  /// Queues bytes to be written; what standard error held before belongs to an earlier one.
  package mutating func beginQuestion(_ bytes: [UInt8]) {
    question = bytes[...]
    written = 0
    standardError.clear()
  }

  /// Takes the next whole line, without its end.
  package mutating func takeLine() -> [UInt8]? {
    guard let end = received[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
      searched = received.count
      return nil
    }
    let line = Array(received[..<end])
    received.removeSubrange(...end)
    searched = 0
    return line
  }

  /// Takes the next whole frame: a length of four bytes, little-endian, and as many bytes.
  ///
  /// Nothing is set aside for a length; a frame is there when all of its bytes have come.
  package mutating func takeFrame() -> [UInt8]? {
    let rest = received[taken...]
    let length = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard rest.count >= 4, rest.count - 4 >= length else {
      received.removeFirst(taken)
      taken = 0
      return nil
    }
    taken += 4 + length
    return Array(rest.dropFirst(4).prefix(length))
  }

  /// Waits for one of the pipes and moves what can be moved; false if nothing happened in time.
  package mutating func serve(milliseconds: Int32) -> Bool {
    var polled: [pollfd] = []
    if let output { polled.append(pollfd(fd: output, events: Int16(POLLIN), revents: 0)) }
    if let error { polled.append(pollfd(fd: error, events: Int16(POLLIN), revents: 0)) }
    if let input, hasQuestion {
      polled.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0))
    }
    guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return false }
    for ready in polled where ready.revents != 0 {
      if ready.fd == output || ready.fd == error {
        read(ready.fd)
      } else {
        writeInput(ready.fd)
      }
    }
    return true
  }

  /// What came of waiting for a message.
  package enum Progress {
    /// A whole message is there.
    case message([UInt8])
    /// Something was read or written.
    case moved
    /// Nothing happened for a moment.
    case idle
    /// The child has ended or closed its output, and no further message will come.
    case ended
  }

  /// Waits a moment for a message, which `take` finds in what was read.
  package mutating func progress(
    of process: ChildProcess,
    taking take: (inout ChildStreams) -> [UInt8]?
  ) -> Progress {
    if let message = take(&self) { return .message(message) }
    if serve(milliseconds: 20) { return .moved }
    guard outputIsClosed || process.table.leaderHasEnded() else { return .idle }
    // What was written before the end is still in the pipe.
    while serve(milliseconds: 0) {}
    return take(&self).map(Progress.message) ?? .ended
  }

  /// Throws away what the child says after it was told to stop.
  package mutating func discardOutput() {
    received.removeAll(keepingCapacity: true)
    (searched, taken) = (0, 0)
  }

  /// Closes the child's standard input, which tells it to end.
  package mutating func closeInput() {
    if let input { SystemCalls.release(input) }
    input = nil
  }

  /// Closes everything.
  package mutating func closeAll() {
    closeInput()
    if let output { SystemCalls.release(output) }
    if let error { SystemCalls.release(error) }
    (output, error) = (nil, nil)
  }

  private mutating func read(_ descriptor: CInt) {
    switch SystemCalls.receive(descriptor, into: &buffer) {
    case .bytes(let count) where descriptor == output: received += buffer.prefix(count)
    case .bytes(let count): standardError.append(buffer.prefix(count))
    case .wouldBlock: break
    case .closed:
      SystemCalls.release(descriptor)
      if descriptor == output { output = nil } else { error = nil }
    }
  }

  private mutating func writeInput(_ descriptor: CInt) {
    switch SystemCalls.send(descriptor, question) {
    case .bytes(let count):
      question = question.dropFirst(count)
      written += count
    case .wouldBlock: break
    case .closed: closeInput()
    }
  }
}
