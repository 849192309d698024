// SPDX-License-Identifier: MIT

/// Foreign text made safe to print: no line breaks, no control characters, nothing that turns the
/// direction of the line, no command to whoever keeps the log, not without end.
package enum OneLine {
  /// The text, cut at a number of characters.
  package static func text(_ text: String, limit: Int = 2000) -> String {
    let printable = text.unicodeScalars.prefix(limit + 1).map { isPlain($0) ? Character($0) : " " }
    let line = printable.count > limit ? String(printable.prefix(limit)) + "…" : String(printable)
    return LogCommand.disarmed(line)
  }

  /// Whether the scalar makes readers show what follows in the other direction (UAX #9).
  static func turnsDirection(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: false
    default: !turnsDirection(scalar)
    }
  }
}
