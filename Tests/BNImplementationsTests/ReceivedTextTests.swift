// SPDX-License-Identifier: MIT

import BatchNorm
import BNGoldenCases
import Testing

@testable import BNImplementations

@Suite("Texts of an answer")
struct ReceivedTextTests {
  @Test("are kept up to the limit; beyond it the beginning and the end are")
  func cut() {
    let whole = String(repeating: "x", count: String.messageLimit)
    #expect(whole.cut() == whole)
    let text = "Traceback" + whole + "ValueError"
    let cut = text.cut()
    #expect(cut.hasPrefix("Traceback") && cut.hasSuffix("ValueError"))
    #expect(cut.contains("[…19 bytes left out…]"))
    #expect(cut.utf8.count < String.messageLimit + 50)
  }

  @Test("are cut in every kind of answer")
  func answers() {
    let long = String(repeating: "no ", count: 2_000_000)
    let observation = StepObservation(error: ObservedError(kind: .tooFewValues, message: long))
    for answer in [
      CaseAnswer.errored(message: long), .unsupported(reason: long, link: long),
      .ran([observation]),
    ] {
      #expect("\(answer.cut)".utf8.count < 10_000)
    }
  }
}
