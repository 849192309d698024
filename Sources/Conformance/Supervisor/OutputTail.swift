// SPDX-License-Identifier: MIT

/// The end of a stream of bytes, in bounded memory.
struct OutputTail {
  private let limit: Int
  private var bytes: [UInt8] = []
  private var isCut = false

  init(limit: Int = 4096) { self.limit = limit }

  mutating func append(_ more: some Collection<UInt8>) {
    bytes += more
    guard bytes.count > 2 * limit else { return }
    cut()
  }

  private mutating func cut() {
    guard bytes.count > limit else { return }
    bytes.removeFirst(bytes.count - limit)
    isCut = true
  }

  /// The end as text, without control characters; `…` stands for what was left out.
  var text: String {
    var tail = self
    tail.cut()
    let text = String(decoding: tail.bytes, as: UTF8.self)
      .filter { $0 == "\n" || $0.unicodeScalars.allSatisfy { !$0.properties.isControl } }
    let trimmed = text.drop { $0 == "\n" }
    let end = trimmed.lastIndex { $0 != "\n" }.map { trimmed.index(after: $0) }
    return (tail.isCut ? "…" : "") + trimmed[..<(end ?? trimmed.startIndex)]
  }
}

extension Unicode.Scalar.Properties {
  fileprivate var isControl: Bool { generalCategory == .control }
}
