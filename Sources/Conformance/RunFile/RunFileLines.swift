// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Foundation

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
    let ranges = Self.ranges(bytes)
    count = ranges.count
    let parts =
      ranges.count < Self.threadThreshold ? 1 : ProcessInfo.processInfo.activeProcessorCount
    let found = Shared([[Line]](repeating: [], count: parts))
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let own = ranges.count * part / parts..<ranges.count * (part + 1) / parts
      let lines = own.compactMap { index in
        ranges[index].isEmpty
          ? nil : Line(index: index, record: Self.record(bytes.subdata(in: ranges[index])))
      }
      found.withLock { $0[part] = lines }
    }
    lines = found.withLock { Array($0.joined()) }
  }

  private static func record(_ line: Data) -> Result<RunRecord, any Error> {
    Result { try JSONLine.decode(RunRecord.self, from: line) }
  }

  /// Where the lines are; the last one ends with the bytes.
  private static func ranges(_ bytes: Data) -> [Range<Int>] {
    let base = bytes.startIndex
    return bytes.withUnsafeBytes { buffer in
      var ranges: [Range<Int>] = []
      var start = 0
      for offset in buffer.indices where buffer[offset] == UInt8(ascii: "\n") {
        ranges.append(base + start..<base + offset)
        start = offset + 1
      }
      ranges.append(base + start..<base + buffer.count)
      return ranges
    }
  }
}
