// SPDX-License-Identifier: MIT

import Testing

@testable import BNChildren

@Suite("The end of standard error")
struct StandardErrorTailTests {
  @Test("is what was written last, whatever came before")
  func tail() {
    var tail = StandardErrorTail()
    for _ in 0..<100 { tail.append([UInt8](repeating: UInt8(ascii: "x"), count: 5000)[...]) }
    tail.append(Array("\nTraceback:\n  boom\u{1b}[0m\n".utf8)[...])
    #expect(tail.lastLines(2) == "Traceback:\n  boom [0m")
    #expect(tail.total == 500_023)
  }

  @Test("survives bytes that are no text and empty output")
  func corners() {
    var tail = StandardErrorTail()
    #expect(tail.lastLines() == "")
    tail.append([0xff, 0xfe, 0x0a, 0x41][...])
    #expect(tail.lastLines().hasSuffix("A"))
    tail.clear()
    #expect(tail.lastLines() == "")
  }
}
