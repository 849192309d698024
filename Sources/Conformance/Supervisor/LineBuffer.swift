// SPDX-License-Identifier: MIT

/// Cuts a stream of bytes into lines.
struct LineBuffer {
  /// The longest line that is taken.
  static let limit = 64 << 20
  private var bytes: [UInt8] = []
  private var searched = 0

  /// Whether a line is longer than any message.
  var isOverfull: Bool { bytes.count > Self.limit }

  /// What stands behind the last newline.
  var rest: [UInt8] { bytes }

  /// Takes bytes and returns the lines that they complete, without their newlines.
  mutating func append(_ more: some Collection<UInt8>) -> [[UInt8]] {
    bytes += more
    var lines: [[UInt8]] = []
    var start = 0
    while let end = bytes[max(start, searched)...].firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(Array(bytes[start..<end]))
      start = end + 1
    }
    if start > 0 { bytes.removeFirst(start) }
    searched = bytes.count
    return lines
  }
}
