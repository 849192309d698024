// SPDX-License-Identifier: MIT

/// Text of an HTML document in which everything that is put in has been escaped.
///
/// Literals are markup, interpolated strings are text: `"<p>\(name)</p>"` escapes the name. Only markup
/// is put into markup as it is.
package struct Markup: ExpressibleByStringInterpolation, Sendable {
  /// The text of the document.
  package private(set) var text: String

  /// Takes a literal as markup.
  package init(stringLiteral value: String) { text = value }

  /// Takes literals as markup and values as text.
  package init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  /// Joins markup.
  package init(_ parts: some Sequence<Markup>, separator: String = "") {
    text = parts.map(\.text).joined(separator: separator)
  }

  /// Nothing.
  static let empty: Markup = ""

  static func + (left: Markup, right: Markup) -> Markup { Markup([left, right]) }
  static func += (left: inout Markup, right: Markup) { left.text += right.text }

  /// The interpolation of markup.
  package struct Interpolation: StringInterpolationProtocol {
    var text = ""

    /// Reserves room.
    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    /// Takes markup.
    package mutating func appendLiteral(_ literal: String) { text += literal }
    /// Escapes text.
    package mutating func appendInterpolation(_ value: String) { text += Self.escaped(value) }
    /// Takes a number.
    package mutating func appendInterpolation(_ value: Int) { text += String(value) }
    /// Takes markup.
    package mutating func appendInterpolation(_ value: Markup) { text += value.text }

    /// The text with what HTML gives a meaning escaped, in elements as in quoted attributes; control
    /// characters are shown as their pictures, as no document may hold them, and marks that would pile
    /// up over the lines above are taken out.
    static func escaped(_ value: String) -> String {
      let needs = value.utf8.contains { byte in
        byte < 0x20 || byte == 0x26 || byte == 0x3c || byte == 0x3e || byte == 0x22 || byte == 0x27
          || byte == 0x7f || byte == 0xc2 || byte >= 0xcc
      }
      guard needs else { return value }
      var result = ""
      var marks = 0
      for scalar in value.unicodeScalars {
        marks = isMark(scalar) ? marks + 1 : 0
        if marks <= markLimit { append(scalar, to: &result) }
        if marks == markLimit + 1 { result += "\u{fffd}" }
      }
      return result
    }

    /// No script puts more marks on one letter.
    private static let markLimit = 8

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
      guard scalar.value >= 0x300 else { return false }
      let category = scalar.properties.generalCategory
      return category == .nonspacingMark || category == .enclosingMark
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case "\u{0}"..<"\u{20}":
        result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{fffd}")
      case "\u{7f}"..<"\u{a0}": result += "\u{fffd}"
      // Marks that turn the direction of text round would show a name as another one.
      case "\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}": result += "\u{fffd}"
      default:
        // Noncharacters are errors in a document.
        let isNoncharacter =
          scalar.value & 0xfffe == 0xfffe || (0xfdd0...0xfdef).contains(scalar.value)
        result.unicodeScalars.append(isNoncharacter ? "\u{fffd}" : scalar)
      }
    }
  }
}

extension String {
  /// At most so many characters of a text, with a mark where it was cut.
  func cut(to limit: Int) -> String {
    guard utf8.count > limit, let end = index(startIndex, offsetBy: limit, limitedBy: endIndex),
      end < endIndex
    else { return self }
    return self[..<end] + "…"
  }
}
