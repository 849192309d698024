// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import BNGoldenCases

/// A list of known deviations: a text file with a reason above the lines that it is the reason for.
package struct ExpectationList: Equatable, Sendable {
  /// The path, as given.
  package let path: String
  /// The list's parts, in order.
  package var blocks: [Block]

  /// Lines with the comment above them; an empty comment belongs to no line and an empty list of
  /// lines to a comment of its own.
  package struct Block: Equatable, Sendable {
    /// The comment's lines, with their `#`.
    package var comment: [String]
    /// The lines, with their numbers from 1.
    package var entries: [(line: Int, expected: ExpectedOutcome)]

    package static func == (left: Block, right: Block) -> Bool {
      left.comment == right.comment && left.entries.map(\.expected) == right.entries.map(\.expected)
    }
  }

  /// The lines, with their numbers.
  package var entries: [(line: Int, expected: ExpectedOutcome)] { blocks.flatMap(\.entries) }

  /// Reads a list.
  ///
  /// - Throws: ``ExpectationSyntaxError`` if the file cannot be read, a line is malformed, or no reason
  ///   stands above it.
  package static func read(path: String) throws(ExpectationSyntaxError) -> ExpectationList {
    let data: Data
    do throws(InputFileError) {
      data = try InputFile.contents(of: path)
    } catch {
      throw refusal("\(error)", path)
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw refusal("it is not UTF-8 text", path)
    }
    return try ExpectationList(parsing: text, path: path)
  }

  private static func refusal(_ problem: String, _ path: String) -> ExpectationSyntaxError {
    var error = ExpectationSyntaxError(problem)
    error.path = path
    return error
  }

  /// Reads the text of a list.
  ///
  /// - Throws: ``ExpectationSyntaxError`` as reading does.
  package init(parsing text: String, path: String) throws(ExpectationSyntaxError) {
    self.path = path
    blocks = []
    var current = Block(comment: [], entries: [])
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, raw) in lines.enumerated() {
      let line = raw.drop(while: \.isWhitespace)
      if line.isEmpty || (line.hasPrefix("#") && !current.entries.isEmpty) {
        if current != Block(comment: [], entries: []) { blocks.append(current) }
        current = Block(comment: [], entries: [])
      }
      if line.hasPrefix("#") {
        current.comment.append(String(line))
      } else if !line.isEmpty {
        do throws(ExpectationSyntaxError) {
          guard !current.comment.isEmpty else {
            throw ExpectationSyntaxError("no reason stands above it: # why, and a link")
          }
          current.entries.append((index + 1, try ExpectedOutcome(String(line))))
        } catch {
          var placed = error
          (placed.path, placed.line) = (path, index + 1)
          throw placed
        }
      }
    }
    if current != Block(comment: [], entries: []) { blocks.append(current) }
  }

  /// The text of the list.
  package var text: String {
    blocks.map { block in
      (block.comment + block.entries.map { "\($0.expected)" }).map { $0 + "\n" }.joined()
    }.joined(separator: "\n")
  }
}
