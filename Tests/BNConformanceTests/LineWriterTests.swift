// SPDX-License-Identifier: MIT

import BNBounds
import Foundation
import BNGoldenCases
import BNImplementations
import BNTestSupport
import BNTensors
import Testing

@testable import BNRunFile
@testable import BNVerdicts

/// The fast writer of run files gives the bytes of the JSON encoder.
@Suite("Writing the lines of a run file")
struct LineWriterTests {
  /// The line as the JSON encoder writes it.
  private func encoded(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }

  private func recorded(_ outcome: CaseOutcome) -> RecordedOutcome {
    RecordedOutcome(file: "a.h5", outcome: outcome)
  }

  private func written(_ line: [UInt8]?) throws -> String {
    String(decoding: try #require(line), as: UTF8.self)
  }

  @Test("writes what runs find, and the scanner reads it back")
  func outcomes() throws {
    #expect(FaultOutcomes.all.count > 80)
    for outcome in FaultOutcomes.all {
      let line = try written(recorded(outcome).line)
      #expect(line == (try encoded(RunRecord.outcome(recorded(outcome)))))
      guard !line.contains("\\") else { continue }
      let scanned = Array(line.utf8.dropLast()).withUnsafeBufferPointer { RunRecord(scanning: $0) }
      let back = try #require(scanned)
      #expect(try encoded(back) == line)
    }
  }

  @Test("writes whatever may stand in an outcome", arguments: 0..<8)
  func drawn(seed: UInt64) throws {
    var draw = OutcomeDraw(random: SplitMix64(seed: seed))
    for _ in 0..<100 {
      let outcome = draw.outcome()
      let line = try written(recorded(outcome).line)
      #expect(line == (try encoded(RunRecord.outcome(recorded(outcome)))))
    }
  }

  @Test("writes every character below 300, and others")
  func characters() throws {
    let scalars = (0..<300).compactMap(Unicode.Scalar.init) + ["\u{2028}", "\u{feff}", "😀"]
    for scalar in scalars {
      var outcome = Synthetic.outcome()
      outcome.title = "a\(Character(scalar))b"
      #expect(try written(recorded(outcome).line) == encoded(RunRecord.outcome(recorded(outcome))))
    }
  }

  @Test(
    "writes numbers of every size",
    arguments: [
      0, -0.0, 1, -1, 9, 10, 0.1, 1.5, 1e15, 1e16, 0x1p53, 0x1p54, 1e21, 1e-4, 1e-5, 1e-7,
      .leastNonzeroMagnitude, 0x1p-1022, .greatestFiniteMagnitude, -123456.789, 0x1p53 + 2,
    ]
  )
  func numbers(value: Double) throws {
    var outcome = Synthetic.outcome()
    outcome.milliseconds = value
    #expect(try written(recorded(outcome).line) == encoded(RunRecord.outcome(recorded(outcome))))
  }

  @Test("leaves a number that is not finite to the encoder, which refuses it")
  func refused() {
    for value in [Double.nan, .infinity, -.infinity] {
      var outcome = Synthetic.outcome()
      outcome.milliseconds = value
      let record = recorded(outcome)
      #expect(record.line == nil)
      #expect(throws: EncodingError.self) { try JSONLine().encode(RunRecord.outcome(record)) }
    }
  }
}
