// SPDX-License-Identifier: MIT

import BNVerdicts
import BNBounds
import Foundation
import BNGoldenCases
import Testing

@testable import BNRunFile

/// The fast reader of run files never says anything else than the JSON decoder.
@Suite("Scanning the lines of a run file")
struct RunRecordScanningTests {
  private func scanned(_ line: some Collection<UInt8>) -> RunRecord? {
    // No byte follows the line in its memory: what is read beyond would be seen by a sanitizer.
    Array(line).withUnsafeBufferPointer { RunRecord(scanning: $0) }
  }

  private func decoded(_ line: some Collection<UInt8>) -> RunRecord? {
    try? JSONLine.decode(RunRecord.self, from: Array(line))
  }

  /// Whether two records are one, NaN being itself: their lines are.
  private func isSame(_ left: RunRecord?, _ right: RunRecord?) throws -> Bool {
    guard let left, let right else { return false }
    if left == right { return true }
    let writer = JSONLine()
    return try writer.encode(left) == writer.encode(right)
  }

  private func lines() throws -> [[UInt8]] {
    let writer = JSONLine()
    return try FaultOutcomes.all.map {
      try writer.encode(RunRecord.outcome(RecordedOutcome(file: "a.h5", outcome: $0))).dropLast()
    }
  }

  @Test("reads what runs write, and the same as the decoder")
  func written() throws {
    let lines = try lines()
    #expect(lines.count > 80)
    var maps = 0
    for line in lines {
      let record = try #require(decoded(line))
      // What holds an escaped character is left to the decoder.
      if line.contains(UInt8(ascii: "\\")) {
        #expect(scanned(line) == nil)
      } else {
        let found = scanned(line)
        #expect(try isSame(found, record))
      }
      if case .outcome(let found) = record {
        maps += found.outcome.items.count { $0.comparison?.map != nil }
      }
    }
    #expect(maps > 10)
  }

  @Test("never says anything else than the decoder, whatever single byte is another one")
  func mutated() throws {
    let lines = try lines().sorted { $0.count < $1.count }
    var accepted = 0
    let bytes = Array("\"\\{}[],:0-.eE+ntx \u{1}\t".utf8) + [0xc3, 0xff]
    for line in [lines[0], lines[lines.count / 2]] {
      for place in line.indices {
        var shorter = line
        shorter.remove(at: place)
        let doubled = line[..<place] + [line[place]] + line[place...]
        let others = bytes.map { byte in line[..<place] + [byte] + line[(place + 1)...] }
        for mutant in [shorter, Array(doubled), Array(line[..<place])] + others.map(Array.init) {
          guard let record = scanned(mutant) else { continue }
          accepted += 1
          let isRight = try isSame(record, decoded(mutant))
          #expect(isRight, "\(String(decoding: mutant, as: UTF8.self))")
        }
      }
    }
    #expect(accepted > 1000)
  }

  @Test(
    "never says anything else than the decoder of numbers",
    arguments: [
      "0", "-0", "00", "01", "1.", ".5", "1.50", "-1.5", "1e3", "1E+3", "1e", "1e-", "1e400",
      "1e-400", "5e-324", "4.9e-324", "1.7976931348623157e308", "0.1", "0.30000000000000004",
      "123456789012345678901234567890", "9007199254740993", "NaN", "Infinity", "-", "+1", "0x10",
      "1 ", " 1", "1_0", "null", "\"1\"", "true", "1e2147483648", "0.0", "0e0", "100e-2",
    ]
  )
  func numbers(text: String) throws {
    var outcome = Synthetic.outcome()
    outcome.milliseconds = 7.25
    let written = try JSONLine().encode(
      RunRecord.outcome(RecordedOutcome(file: "a.h5", outcome: outcome))
    )
    let line = String(decoding: written.dropLast(), as: UTF8.self)
    #expect(scanned(line.utf8) == .outcome(RecordedOutcome(file: "a.h5", outcome: outcome)))
    let mutant = line.replacing("7.25", with: text)
    #expect(mutant != line)
    if let record = scanned(mutant.utf8) { #expect(record == decoded(mutant.utf8)) }
  }

  @Test(
    "reads the numbers that runs write itself",
    arguments: [
      "0", "7", "-3", "-0.5", "0.5", "1.5e-05", "2.5e+200", "12345678", "0.30000000000000004",
    ]
  )
  func plainNumbers(text: String) throws {
    let written = try JSONLine().encode(
      RunRecord.outcome(RecordedOutcome(file: "a.h5", outcome: Synthetic.outcome()))
    )
    let line = String(decoding: written.dropLast(), as: UTF8.self).replacing("1.25", with: text)
    let record = try #require(scanned(line.utf8))
    #expect(record == decoded(line.utf8))
  }

  @Test(
    "leaves to the decoder what runs do not write",
    arguments: [
      ("\"type\":\"case\"", "\"type\":\"file\""), ("\"type\":\"case\"", "\"kind\":\"case\""),
      ("\"id\":", "\"file\":\"b.h5\",\"id\":"), ("\"id\":", "\"unknown\":1,\"id\":"),
      ("\"A test\"", "\"A \\u0074est\""), ("\"A test\"", "null"), ("\"passed\"", "\"fine\""),
      ("{\"file\"", "[{\"file\""), ("\"case\"}", "\"case\"} x"), ("\"case\"}", "\"case\"},"),
    ]
  )
  func unusual(original: String, other: String) throws {
    let written = try JSONLine().encode(
      RunRecord.outcome(RecordedOutcome(file: "a.h5", outcome: Synthetic.outcome()))
    )
    let line = String(decoding: written.dropLast(), as: UTF8.self)
    #expect(line.contains(original) && scanned(line.utf8) != nil)
    #expect(scanned(line.replacing(original, with: other).utf8) == nil)
  }

  @Test("leaves the other records to the decoder")
  func others() throws {
    let records: [RunRecord] = [
      .header(Synthetic.header()), .file(Synthetic.record("a.h5", ["a/1/f32"])),
      .problem(RunProblem(.format, file: "a.h5", problem: "is torn")), .warning(RunWarning("x")),
    ]
    for record in records { #expect(scanned(try JSONLine().encode(record).dropLast()) == nil) }
    #expect(scanned([]) == nil)
  }
}
