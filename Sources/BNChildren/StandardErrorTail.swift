// SPDX-License-Identifier: MIT

/// The end of what a child wrote to standard error.
///
/// Everything is read, so that the child never blocks on it, but only the end is kept: a child may
/// write gigabytes.
package struct StandardErrorTail: Sendable {
  /// The most bytes kept.
  package static let capacity = 8192

  private var kept: [UInt8] = []
  /// The number of bytes written.
  package private(set) var total = 0

  /// Nothing was written yet.
  package init() {}

  /// Takes what was read.
  package mutating func append(_ bytes: ArraySlice<UInt8>) {
    total += bytes.count
    kept += bytes.suffix(Self.capacity)
    if kept.count > 2 * Self.capacity { kept.removeFirst(kept.count - Self.capacity) }
  }

  /// Forgets what was kept; called where a case begins.
  package mutating func clear() { self = StandardErrorTail() }

  /// The last lines, at most so many, without control characters.
  package func lastLines(_ count: Int = 12) -> String {
    let text = String(decoding: kept.suffix(Self.capacity), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).suffix(count)
    return lines.map { line in
      String(line.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) })
    }.joined(separator: "\n")
  }
}
