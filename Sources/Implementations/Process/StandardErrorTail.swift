// SPDX-License-Identifier: MIT

/// The end of what a child wrote to standard error.
///
/// Everything is read, so that the child never blocks on it, but only the end is kept: a child may
/// write gigabytes.
struct StandardErrorTail: Sendable {
  /// The most bytes kept.
  static let capacity = 8192

  private var kept: [UInt8] = []
  private(set) var total = 0

  /// Takes what was read.
  mutating func append(_ bytes: ArraySlice<UInt8>) {
    total += bytes.count
    kept += bytes.suffix(Self.capacity)
    if kept.count > 2 * Self.capacity { kept.removeFirst(kept.count - Self.capacity) }
  }

  /// Forgets what was kept; called where a case begins.
  mutating func clear() { self = StandardErrorTail() }

  /// The last lines, at most so many, without control characters.
  func lastLines(_ count: Int = 12) -> String {
    let text = String(decoding: kept.suffix(Self.capacity), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).suffix(count)
    return lines.map { line in
      String(line.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) })
    }.joined(separator: "\n")
  }
}
