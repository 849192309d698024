// SPDX-License-Identifier: MIT

import Testing

@testable import BNReporting

@Suite("Commands in a log")
struct LogCommandTests {
  @Test(
    "get a space inside, wherever runners obey them",
    arguments: [
      ("##[add-mask]x", "# #[add-mask]x"),
      ("see ##[group]x and ##[error]y", "see # #[group]x and # #[error]y"),
      ("###[x]", "## #[x]"),
      ("##vso[task.setvariable]x", "# #vso[task.setvariable]x"),
      ("##teamcity[x]", "# #teamcity[x]"),
      ("::add-mask::x", ": :add-mask::x"),
      ("one\n \t::error::x", "one\n \t: :error::x"),
      ("##[::\n::", "# #[::\n: :"),
    ]
  )
  func disarmed(text: String, expected: String) {
    #expect(LogCommand.disarmed(text) == expected)
    #expect(LogCommand.disarmed(expected) == expected)
  }

  @Test(
    "are not seen in other text",
    arguments: [
      "", "#", "##", "## Heading", "#[derive(Debug)]", "at::native::batch_norm", " : :x", ":x",
      "##vso", "## [x]", "##v1[x]", "line one\nstd::vector", "ünïcode ##…[",
    ]
  )
  func plain(text: String) { #expect(LogCommand.disarmed(text) == text) }

  @Test("become escapes in JSON, which says the same")
  func json() {
    #expect(PrintedText.json("{\"a\":\"##[x]###\"}\n{}") == "{\"a\":\"#\\u0023[x]#\\u0023#\"}\n{}")
    #expect(PrintedText.json("\"\u{202E}\u{9B}\u{2028}ü ✔\"") == "\"\\u202e\\u009b\\u2028ü ✔\"")
  }

  @Test("are disarmed in whatever is printed; colours, tabs and lines stay, other controls go")
  func printed() {
    let colour = TextStyle(isColoured: true).paint("✘", .red)
    #expect(PrintedText.safe(colour + "\ta\n\r\u{1B}[2K") == colour + "\ta\n\r\u{1B}[2K")
    #expect(PrintedText.safe("a\u{1B}[2Jb\u{7}\u{202E}c\n::x") == "a [2Jb  c\n: :x")
    #expect(PrintedText.safe("\u{1B}]0;title\u{7}") == " ]0;title ")
    #expect(PrintedText.safe("\u{1B}[999m") == " [999m")
  }

  @Test("are disarmed in JUnit's texts")
  func junit() { #expect(XMLText.escaped("##[add-mask]<") == "# #[add-mask]&lt;") }
}
