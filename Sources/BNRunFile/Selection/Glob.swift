// SPDX-License-Identifier: MIT

/// A pattern for case ids: `*`, `?` and `[…]`, matched against the whole text.
///
/// `*` stands for any text, `/` included: ids are names, not paths. `[a-z]` and `[!a-z]` take one
/// character; `\` takes away the meaning of the next one.
package struct Glob: Equatable, Sendable {
  /// The pattern as written.
  package let text: String

  private let parts: [Part]

  private enum Part: Equatable, Sendable {
    case one(Character)
    case anyOne
    case anyText
    case set([ClosedRange<Character>], inverted: Bool)
  }

  /// Creates a pattern.
  ///
  /// - Throws: ``GlobError`` if a `[` is not closed or a range is reversed.
  package init(_ text: String) throws(GlobError) {
    self.text = text
    var parts: [Part] = []
    var rest = Substring(text)
    while let character = rest.popFirst() {
      switch character {
      case "*": if parts.last != .anyText { parts.append(.anyText) }
      case "?": parts.append(.anyOne)
      case "[": parts.append(try Self.set(&rest, of: text))
      case "\\": parts.append(.one(rest.popFirst() ?? "\\"))
      default: parts.append(.one(character))
      }
    }
    self.parts = parts
  }

  /// Whether the whole text is of this form.
  ///
  /// Takes time in proportion to the product of the two lengths at worst.
  package func matches(_ text: String) -> Bool {
    let characters = Array(text)
    var (part, position) = (0, 0)
    // Where to go on if what follows the last `*` turns out not to fit.
    var retry: (part: Int, position: Int)?
    while position < characters.count {
      if part < parts.count, parts[part] == .anyText {
        retry = (part, position)
        part += 1
      } else if part < parts.count, Self.takes(parts[part], characters[position]) {
        part += 1
        position += 1
      } else if let (star, start) = retry {
        retry = (star, start + 1)
        (part, position) = (star + 1, start + 1)
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == .anyText }
  }

  private static func takes(_ part: Part, _ character: Character) -> Bool {
    switch part {
    case .one(let expected): expected == character
    case .anyOne, .anyText: true
    case .set(let ranges, let inverted): ranges.contains { $0.contains(character) } != inverted
    }
  }

  /// Reads a set whose `[` has been taken; a `]` that stands first is a member.
  private static func set(_ rest: inout Substring, of text: String) throws(GlobError) -> Part {
    var ranges: [ClosedRange<Character>] = []
    let inverted = rest.first == "!" || rest.first == "^"
    if inverted { rest.removeFirst() }
    while let low = rest.popFirst() {
      if low == "]", !ranges.isEmpty { return .set(ranges, inverted: inverted) }
      var high = low
      if rest.first == "-", let end = rest.dropFirst().first, end != "]" {
        rest.removeFirst(2)
        high = end
      }
      guard low <= high else {
        throw GlobError(text: text, problem: "the range \(low)-\(high) is empty")
      }
      ranges.append(low...high)
    }
    throw GlobError(text: text, problem: "a [ is not closed")
  }
}

/// A text that is no pattern.
package struct GlobError: Error, Equatable, CustomStringConvertible {
  /// The text refused.
  package let text: String
  /// What is wrong with it.
  package let problem: String

  /// One line for people.
  package var description: String { "\(text.debugDescription) is not a valid pattern: \(problem)" }
}
