// SPDX-License-Identifier: MIT

/// Text as XML 1.0 may hold it.
enum XMLText {
  /// The text for the inside of an attribute in double quotes, or of an element.
  ///
  /// Characters that XML 1.0 forbids even as references are left out, and those that turn the
  /// direction of what follows them; line breaks and tabs, which an attribute would turn into spaces,
  /// become references. Jobs print these files, so that what would be a command is disarmed, too.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in LogCommand.disarmed(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += "&#\(scalar.value);"
      default:
        guard isAllowed(scalar), !OneLine.turnsDirection(scalar) else { continue }
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The production Char of XML 1.0, without the discouraged control characters.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFDCF, 0xFDF0...0xFFFD: true
    case 0x10000...0x10FFFF: scalar.value & 0xFFFE != 0xFFFE
    default: false
    }
  }
}
