// SPDX-License-Identifier: MIT

import BNRunFile
import Testing

@Suite("Glob")
struct GlobTests {
  struct Example: CustomTestStringConvertible, Sendable {
    let pattern: String
    let text: String
    let matches: Bool

    var testDescription: String { "\(pattern) \(matches ? "fits" : "does not fit") \(text)" }
  }

  @Test(
    "fits the whole text; a star takes slashes, too",
    arguments: [
      Example(pattern: "eps/zero/f32", text: "eps/zero/f32", matches: true),
      Example(pattern: "eps/zero/f32", text: "eps/zero/f321", matches: false),
      Example(pattern: "eps/zero/f32", text: "xeps/zero/f32", matches: false),
      Example(pattern: "eps*", text: "eps/zero/f32", matches: true),
      Example(pattern: "*f32", text: "eps/zero/f32", matches: true),
      Example(pattern: "*/f32", text: "eps/zero/bf16-f32", matches: false),
      Example(pattern: "*", text: "", matches: true),
      Example(pattern: "", text: "", matches: true),
      Example(pattern: "", text: "a", matches: false),
      Example(pattern: "**a**", text: "bab", matches: true),
      Example(pattern: "a?c", text: "abc", matches: true),
      Example(pattern: "a?c", text: "ac", matches: false),
      Example(pattern: "a?c", text: "a/c", matches: true),
      Example(pattern: "f[136][26]", text: "f32", matches: true),
      Example(pattern: "f[136][26]", text: "f34", matches: false),
      Example(pattern: "[a-c]x", text: "bx", matches: true),
      Example(pattern: "[a-c]x", text: "dx", matches: false),
      Example(pattern: "[!a-c]x", text: "dx", matches: true),
      Example(pattern: "[^a-c]x", text: "ax", matches: false),
      Example(pattern: "[]a]", text: "]", matches: true),
      Example(pattern: "[a-]", text: "-", matches: true),
      Example(pattern: "a\\*c", text: "a*c", matches: true),
      Example(pattern: "a\\*c", text: "abc", matches: false),
      Example(pattern: "*ab*ab", text: "abxabab", matches: true),
      Example(pattern: "*ab*ab", text: "abxaba", matches: false),
    ]
  )
  func fits(example: Example) throws {
    #expect(try Glob(example.pattern).matches(example.text) == example.matches)
  }

  @Test("refuses an open set and an empty range", arguments: ["[", "a[b", "[!", "[]", "[z-a]"])
  func refuses(pattern: String) {
    #expect(throws: (any Error).self) { try Self.make(pattern) }
  }

  @Test("takes no exponential time for many stars")
  func quick() throws {
    let glob = try Glob(String(repeating: "a*", count: 30) + "b")
    #expect(!glob.matches(String(repeating: "a", count: 2000)))
  }

  private static func make(_ pattern: String) throws { _ = try Glob(pattern) }
}
