// SPDX-License-Identifier: MIT

import BNBounds
import Foundation
import BNGoldenCases
import BNTestSupport
import Testing

@testable import BNRunFile
@testable import BNVerdicts

/// The lines of verdicts are JSON with sorted keys, and hold what was put into them.
@Suite("Writing the lines of a run file")
struct LineWriterTests {
  private func line(_ outcome: CaseOutcome) throws -> [UInt8] {
    try JSONLine().encode(RunRecord.outcome(RecordedOutcome(file: "a.h5", outcome: outcome)))
  }

  private func object(_ outcome: CaseOutcome) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(try line(outcome)))
    return try #require(value as? [String: Any])
  }

  @Test("writes whatever may stand in an outcome, and it is read back", arguments: 0..<8)
  func drawn(seed: UInt64) throws {
    var draw = OutcomeDraw(random: SplitMix64(seed: seed))
    for _ in 0..<100 {
      let outcome = draw.outcome()
      let line = try line(outcome)
      let read = line.dropLast().withUnsafeBufferPointer { RunRecord(verdict: $0) }
      #expect(try JSONLine().encode(try #require(read)) == line)
      // Not every NaN equals itself, so that lines are compared; texts and counts can be.
      guard case .outcome(let found)? = read else { continue }
      #expect(found.outcome.title == outcome.title && found.outcome.causes == outcome.causes)
      #expect(found.outcome.items.map(\.detail) == outcome.items.map(\.detail))
      #expect(found.outcome.items.map(\.step) == outcome.items.map(\.step))
      #expect(try object(outcome)["title"] as? String == outcome.title)
    }
  }

  @Test("writes every character below 300, and others")
  func characters() throws {
    let scalars = (0..<300).compactMap(Unicode.Scalar.init) + ["\u{2028}", "\u{feff}", "😀"]
    for scalar in scalars {
      var outcome = Synthetic.outcome()
      outcome.title = "a\(Character(scalar))b"
      #expect(try object(outcome)["title"] as? String == outcome.title)
    }
    var outcome = Synthetic.outcome()
    outcome.title = "\u{0}\u{8}\t\n\u{c}\r\u{1f}\"\\/\u{7f}"
    let text = String(decoding: try line(outcome), as: UTF8.self)
    #expect(text.contains(#""\u0000\b\t\n\f\r\u001f\"\\/"#))
  }

  @Test(
    "writes numbers by their fewest digits, whole ones without a fraction",
    arguments: [
      (0, "0"), (-0.0, "-0"), (1, "1"), (-1, "-1"), (10, "10"), (0.1, "0.1"), (1.5, "1.5"),
      (1e15, "1000000000000000"), (1e16, "1e+16"), (0x1p53 + 2, "9.007199254740994e+15"),
      (1e-4, "0.0001"), (1e-5, "1e-05"), (.leastNonzeroMagnitude, "5e-324"),
      (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (-123456.789, "-123456.789"),
    ]
  )
  func numbers(value: Double, text: String) throws {
    var outcome = Synthetic.outcome()
    outcome.milliseconds = value
    let line = String(decoding: try line(outcome), as: UTF8.self)
    #expect(line.contains("\"milliseconds\":\(text),"))
  }

  @Test("refuses a number that is not finite")
  func refused() {
    for value in [Double.nan, .infinity, -.infinity] {
      var outcome = Synthetic.outcome()
      outcome.milliseconds = value
      #expect(throws: EncodingError.self) { try line(outcome) }
    }
  }
}
