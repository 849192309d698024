// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import BNChildren
internal import Synchronization

/// The talk with the process that started this one, over our own standard input and output.
package final class CallerStream: Sendable {
  /// The streams of this process.
  package static let standard = CallerStream(input: 0, output: 1)

  private let reader: LineReader
  private let output: Mutex<CInt>

  init(input: CInt, output: CInt) {
    reader = LineReader(input)
    self.output = Mutex(output)
  }

  /// Writes a line, given without its end; false if nobody reads it any more.
  @discardableResult
  package func tell(_ line: [UInt8]) -> Bool {
    output.withLock { descriptor in
      (line + [UInt8(ascii: "\n")]).withUnsafeBytes { bytes in
        var rest = bytes[...]
        while !rest.isEmpty {
          let count = write(
            descriptor,
            UnsafeRawBufferPointer(rebasing: rest).baseAddress,
            rest.count
          )
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { return false }
          rest = rest.dropFirst(count)
        }
        return true
      }
    }
  }

  /// Writes a line and reads the next one; nil if the caller is gone or writes more than so many bytes.
  func ask(_ line: [UInt8], longest: Int) async -> [UInt8]? {
    tell(line) ? await reader.line(longest: longest) : nil
  }

  /// Reads lines on a thread that may block.
  private actor LineReader {
    private nonisolated let executor = BlockingExecutor(label: "bnconform caller")
    nonisolated var unownedExecutor: UnownedSerialExecutor {
      executor.asUnownedSerialExecutor()
    }

    private let descriptor: CInt
    private var pending: [UInt8] = []
    private var isEnded = false

    init(_ descriptor: CInt) { self.descriptor = descriptor }

    func line(longest: Int) -> [UInt8]? {
      var searched = 0
      while true {
        if let end = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) {
          let line = Array(pending[..<end])
          pending.removeSubrange(...end)
          return line
        }
        searched = pending.count
        guard !isEnded, pending.count <= longest else { return nil }
        fill()
      }
    }

    private func fill() {
      let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        var result = read(descriptor, buffer.baseAddress, buffer.count)
        while result < 0, errno == EINTR {
          result = read(descriptor, buffer.baseAddress, buffer.count)
        }
        count = max(0, result)
      }
      isEnded = chunk.isEmpty
      pending += chunk
    }
  }
}
