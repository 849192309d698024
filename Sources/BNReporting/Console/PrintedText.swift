// SPDX-License-Identifier: MIT

/// The last thing that happens to text before a terminal or a log shows it.
///
/// Names and messages of strangers are made safe where they are put into a line (``OneLine``); this
/// guards against the place that was forgotten. Lines, tabs and our own colours stay.
package enum PrintedText {
  /// Lines of JSON that say the same, with escapes for what a terminal or a log would obey.
  package static func json(_ lines: String) -> String {
    var result = ""
    result.reserveCapacity(lines.utf8.count)
    var isBehindHash = false
    for scalar in lines.unicodeScalars {
      if (isBehindHash && scalar == "#") || (scalar != "\n" && !OneLine.isPlain(scalar)) {
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        isBehindHash = false
      } else {
        result.unicodeScalars.append(scalar)
        isBehindHash = scalar == "#"
      }
    }
    return result
  }

  static func safe(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 == 0x0A || (0x20..<0x7F).contains($0) }) {
      return LogCommand.disarmed(text)
    }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "\u{1B}", let sequence = Self.sequence(rest) {
        result += "\u{1B}" + String(String.UnicodeScalarView(sequence))
        rest = rest.dropFirst(sequence.count)
      } else if OneLine.isPlain(scalar) || "\n\t\r".unicodeScalars.contains(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += " "
      }
    }
    return LogCommand.disarmed(result)
  }

  /// What follows an escape character, if it sets a colour or clears the line and does nothing else.
  private static func sequence(
    _ rest: Substring.UnicodeScalarView
  ) -> Substring.UnicodeScalarView? {
    guard rest.first == "[" else { return nil }
    let digits = rest.dropFirst().prefix { ("0"..."9").contains($0) }
    guard digits.count <= 2, let end = rest.dropFirst(1 + digits.count).first,
      end == "m" || end == "K"
    else { return nil }
    return rest.prefix(2 + digits.count)
  }
}
