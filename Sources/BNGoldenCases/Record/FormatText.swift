// SPDX-License-Identifier: MIT

/// The limits of strings in the golden format.
enum FormatText {
  /// The most bytes that a string may have.
  static let maximumLength = 4096

  /// What is wrong with a string, or nil if the format takes it.
  static func fault(in text: String, oneLine: Bool = false) -> String? {
    if text.utf8.count > maximumLength { return "is longer than \(maximumLength) bytes" }
    if text.utf8.contains(0) { return "contains a NUL byte" }
    if oneLine, text.utf8.contains(UInt8(ascii: "\n")) { return "contains a line break" }
    // What is shown on one line must not move a terminal's cursor, nor look like something else.
    if oneLine, text.unicodeScalars.contains(where: isControl) {
      return "contains a control character"
    }
    if oneLine, text.unicodeScalars.contains(where: turnsDirection) {
      return "contains a character that turns the direction of the text"
    }
    return nil
  }

  /// Whether a character is a control character or separates lines, the C1 ones included.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      || (0x2028...0x2029).contains(scalar.value)
  }

  /// Whether a character embeds, overrides or isolates a direction of writing.
  private static func turnsDirection(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }

  /// The text without NUL bytes, cut to the limit at a character's end.
  static func cut(_ text: String) -> String {
    let clean = text.utf8.contains(0) ? text.replacing("\0", with: "\u{fffd}") : text
    guard clean.utf8.count > maximumLength else { return clean }
    let end = "…"
    var kept = ""
    var length = end.utf8.count
    for character in clean {
      length += character.utf8.count
      if length > maximumLength { break }
      kept.append(character)
    }
    return kept + end
  }
}
