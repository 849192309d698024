// SPDX-License-Identifier: MIT

import BNReporting
import Testing

@Suite("Text style")
struct TextStyleTests {
  @Test("colours a terminal; NO_COLOR outranks that, FORCE_COLOR outranks both")
  func decision() {
    func isColoured(_ isTerminal: Bool, _ environment: [String: String]) -> Bool {
      TextStyle(isTerminal: isTerminal, environment: environment).isColoured
    }
    #expect(isColoured(true, [:]))
    #expect(!isColoured(false, [:]))
    #expect(!isColoured(true, ["NO_COLOR": "1"]))
    #expect(isColoured(true, ["NO_COLOR": ""]))
    #expect(isColoured(false, ["FORCE_COLOR": "1", "NO_COLOR": "1"]))
    #expect(!isColoured(true, ["FORCE_COLOR": "0"]))
    #expect(!isColoured(true, ["TERM": "dumb"]))
  }

  @Test("paints nothing without colours")
  func paint() {
    #expect(TextStyle(isColoured: false).paint("text", .red) == "text")
    #expect(TextStyle(isColoured: true).paint("text", .red) == "\u{1B}[31mtext\u{1B}[0m")
  }
}
