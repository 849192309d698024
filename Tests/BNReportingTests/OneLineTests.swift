// SPDX-License-Identifier: MIT

import Testing

@testable import BNReporting

@Suite("Foreign text on one line")
struct OneLineTests {
  @Test(
    "has spaces for whatever breaks the line, steers the terminal or turns the direction",
    arguments: [
      "\n", "\r", "\u{0}", "\u{1B}", "\u{85}", "\u{2028}", "\u{2029}", "\u{202A}", "\u{202E}",
      "\u{2066}", "\u{2069}",
    ]
  )
  func steering(scalar: String) { #expect(OneLine.text("a" + scalar + "b") == "a b") }

  @Test("leaves the neighbours of those and other writing alone")
  func plain() {
    let text = "\u{2027}\u{202F}\u{2065}\u{206A} \u{5E9}\u{5DC}\u{5D5}\u{5DD} ε"
    #expect(OneLine.text(text) == text)
  }

  @Test("disarms what would command whoever keeps the log")
  func commands() {
    #expect(OneLine.text("a ##[add-mask]b") == "a # #[add-mask]b")
    #expect(OneLine.text("::add-mask::b") == ": :add-mask::b")
    #expect(OneLine.text("\n::add-mask::b") == " : :add-mask::b")
  }

  @Test("ends at the limit and says so")
  func limit() {
    #expect(OneLine.text("abcde", limit: 5) == "abcde")
    #expect(OneLine.text("abcdef", limit: 5) == "abcde…")
  }
}
