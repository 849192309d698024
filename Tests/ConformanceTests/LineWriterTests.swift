// SPDX-License-Identifier: MIT

import Comparison
import Foundation
import GoldenCases
import Implementations
import TestSupport
import Tensors
import Testing

@testable import Conformance

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
      #expect(line == (try encoded(WorkerMessage.outcome(recorded(outcome)))))
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
      #expect(throws: EncodingError.self) { try JSONLine().encode(WorkerMessage.outcome(record)) }
    }
  }

  @Test("writes what a worker announces, and the scanner reads it back")
  func selected() throws {
    var heading = try Synthetic.heading("a/1/f32")
    (heading.rules, heading.tags) = (["R1", "R23"], ["smoke", "µ"])
    var record = Synthetic.record("a.h5", ["a/1/f32", "a/2/f32"])
    record.digest = try Synthetic.digest("7")
    record.implementation = ImplementationDescription(name: "x {", version: "1", language: "]")
    let messages: [WorkerMessage] = [
      .selected(record, [heading, heading], others: ["a/3/f32"]),
      .selected(Synthetic.record("b.h5", []), [], others: []),
    ]
    for message in messages {
      let line = try written(message.line)
      #expect(line == (try encoded(message)))
      let scanned = Array(line.utf8.dropLast()).withUnsafeBufferPointer {
        WorkerMessage(scanning: $0)
      }
      #expect(scanned == message)
    }
  }

  @Test("leaves what a worker does not announce like that to the decoder")
  func unusual() throws {
    let heading = try Synthetic.heading("a/1/f32")
    let message = WorkerMessage.selected(Synthetic.record("a.h5", []), [heading], others: ["x"])
    let line = try written(message.line).dropLast()
    for place in line.utf8.indices {
      let mutants =
        [line[..<place] + line[line.utf8.index(after: place)...], line[..<place]]
        + ["\"", "\\", "{", "}", "[", ",", "0", "x"].map {
          line[..<place] + $0 + line[line.utf8.index(after: place)...]
        }
      for mutant in mutants {
        let bytes = Array(mutant.utf8)
        guard let found = bytes.withUnsafeBufferPointer({ WorkerMessage(scanning: $0) }) else {
          continue
        }
        let decoded = try? JSONLine.decode(WorkerMessage.self, from: bytes)
        #expect(found == decoded, "\(mutant)")
      }
    }
  }

  @Test("writes the other messages as before")
  func others() throws {
    let messages: [WorkerMessage] = [
      .finished, .answered(["a"]), .problem(RunProblem(.format, file: "a.h5", problem: "is torn")),
    ]
    for message in messages {
      #expect(message.line == nil)
      #expect(try written(JSONLine().encode(message)) == encoded(message))
    }
  }
}
