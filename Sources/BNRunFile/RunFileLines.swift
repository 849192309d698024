// SPDX-License-Identifier: MIT

internal import Dispatch
internal import BNPlatform

/// The lines of a run file, each read on its own and several at a time: big files are mostly JSON.
struct RunFileLines {
  /// A line that is not empty, numbered from 0, with what it holds.
  struct Line: Sendable {
    let index: Int
    let record: Result<RunRecord, any Error>
  }

  /// The lines in their order.
  let lines: [Line]
  /// How many lines there are, empty ones and what follows the last newline included.
  let count: Int

  /// Files of fewer lines are read by one thread.
  private static let threadThreshold = 256

  init(_ bytes: Data) {
    let (lines, count) = bytes.withUnsafeBytes { buffer in
      let ranges = Self.ranges(buffer)
      let parts =
        ranges.count < Self.threadThreshold ? 1 : ProcessInfo.processInfo.activeProcessorCount
      let found = Shared([[Line]](repeating: [], count: parts))
      // The buffer outlives the threads, which only read it.
      nonisolated(unsafe) let shared = buffer.bindMemory(to: UInt8.self)
      DispatchQueue.concurrentPerform(iterations: parts) { part in
        let own = ranges.count * part / parts..<ranges.count * (part + 1) / parts
        let lines = own.compactMap { index -> Line? in
          let range = ranges[index]
          guard !range.isEmpty else { return nil }
          let line = UnsafeBufferPointer(rebasing: shared[range])
          return Line(index: index, record: Result { try RunRecord(line: line) })
        }
        found.withLock { $0[part] = lines }
      }
      return (found.withLock { Array($0.joined()) }, ranges.count)
    }
    (self.lines, self.count) = (lines, count)
  }

  /// Where the lines are; the last one ends with the bytes.
  private static func ranges(_ buffer: UnsafeRawBufferPointer) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    while start < buffer.count, let base = buffer.baseAddress,
      let newline = memchr(base + start, Int32(UInt8(ascii: "\n")), buffer.count - start)
    {
      let end = base.distance(to: UnsafeRawPointer(newline))
      ranges.append(start..<end)
      start = end + 1
    }
    ranges.append(start..<buffer.count)
    return ranges
  }
}
