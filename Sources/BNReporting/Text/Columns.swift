// SPDX-License-Identifier: MIT

internal import BNPlatform

extension String {
  /// The text filled up with blanks to a number of columns.
  func left(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

  /// The text with blanks before it.
  func right(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}

extension Int {
  /// The number with what it counts: `1 case`, `2 cases`.
  func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

/// JSON for people, keys sorted.
enum JSONText {
  /// The value as indented lines.
  static func lines(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
