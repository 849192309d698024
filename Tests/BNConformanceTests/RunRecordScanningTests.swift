// SPDX-License-Identifier: MIT

import BNVerdicts
import BNBounds
import Foundation
import BNGoldenCases
import Testing

@testable import BNRunFile

/// Verdicts are read in one pass where their members stand as runs write them, and by way of a JSON decoder
/// where they do not; both say the same.
@Suite("Scanning the lines of a run file")
struct RunRecordScanningTests {
  private func scanned(_ line: some Collection<UInt8>) -> RunRecord? {
    // No byte follows the line in its memory: what is read beyond would be seen by a sanitizer.
    Array(line).withUnsafeBufferPointer { RunRecord(verdict: $0) }
  }

  /// What is read of the line once a JSON decoder has put its members in order.
  private func decoded(_ line: some Collection<UInt8>) -> RunRecord? {
    guard let object = try? JSONSerialization.jsonObject(with: Data(line)),
      let sorted = try? JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
    else { return nil }
    return sorted.withUnsafeBytes {
      RunRecord(verdict: $0.bindMemory(to: UInt8.self), skipsUnknown: true)
    }
  }

  private func read(_ line: some Collection<UInt8>) -> RunRecord? {
    Array(line).withUnsafeBufferPointer { try? RunRecord(line: $0) }
  }

  /// Whether two records are one, NaN being itself: their lines are.
  private func isSame(_ left: RunRecord?, _ right: RunRecord?) throws -> Bool {
    guard let left, let right else { return false }
    if left == right { return true }
    let writer = JSONLine()
    return try writer.encode(left) == writer.encode(right)
  }

  private func line(_ outcome: CaseOutcome = Synthetic.outcome()) throws -> [UInt8] {
    try JSONLine().encode(RunRecord.outcome(RecordedOutcome(file: "a.h5", outcome: outcome)))
      .dropLast()
  }

  @Test("reads what runs write, as a JSON decoder does")
  func written() throws {
    let lines = try FaultOutcomes.all.map(line)
    #expect(lines.count > 80)
    var maps = 0
    for line in lines {
      let record = try #require(scanned(line))
      #expect(try isSame(record, decoded(line)))
      #expect(try JSONLine().encode(record).dropLast() == line[...])
      if case .outcome(let found) = record {
        maps += found.outcome.items.count { $0.comparison?.map != nil }
      }
    }
    #expect(maps > 10)
  }

  @Test("never says anything else than a JSON decoder, whatever single byte is another one")
  func mutated() throws {
    let lines = try FaultOutcomes.all.map(line).sorted { $0.count < $1.count }
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
    "reads numbers as a JSON decoder does, or refuses them",
    arguments: [
      "0", "-0", "00", "01", "1.", ".5", "1.50", "-1.5", "1e3", "1E+3", "1e", "1e-", "1e400",
      "5e-324", "4.9e-324", "1.7976931348623157e308", "0.1", "0.30000000000000004",
      "123456789012345678901234567890", "9007199254740993", "NaN", "Infinity", "-", "+1", "0x10",
      "1 ", " 1", "1_0", "null", "\"1\"", "true", "1e2147483648", "0.0", "0e0", "100e-2",
    ]
  )
  func numbers(text: String) throws {
    let line = String(decoding: try line(), as: UTF8.self)
    let mutant = line.replacing("1.25", with: text)
    #expect(mutant != line)
    struct Time: Decodable { let milliseconds: Double }
    let time = try? JSONDecoder().decode(Time.self, from: Data(mutant.utf8)).milliseconds
    guard let record = read(mutant.utf8), case .outcome(let found) = record else {
      #expect(time == nil || time?.isFinite == false)
      return
    }
    #expect(found.outcome.milliseconds == time)
  }

  @Test(
    "reads lines that others have written: members in another order, unknown ones, spaces, escapes",
    arguments: [
      ("\"id\":", "\"unknown\":{\"a\":[1,\"}\"]},\"id\":"), ("\"id\":", "\"zoo\":null,\"id\":"),
      ("\"A test\"", "\"A \\u0074est\""), ("\"title\":\"A test\",", ""),
      ("\"id\":", " \"id\" :\t"), ("\"id\":", "\"\\u0069d\":"),
    ]
  )
  func foreign(original: String, other: String) throws {
    let line = String(decoding: try line(), as: UTF8.self)
    #expect(line.contains(original))
    var foreign = line.replacing(original, with: other)
    // A member that was taken away stands at the beginning.
    if other.isEmpty { foreign = "{" + original + foreign.dropFirst() }
    #expect(foreign != line && read(foreign.utf8) == scanned(line.utf8))
  }

  @Test(
    "refuses what is no verdict",
    arguments: [
      ("\"type\":\"case\"", "\"type\":\"file\""), ("\"type\":\"case\"", "\"kind\":\"case\""),
      ("\"A test\"", "null"), ("\"passed\"", "\"fine\""), ("{\"file\"", "[{\"file\""),
      ("\"case\"}", "\"case\"} x"), ("\"case\"}", "\"case\"},"), ("\"id\":", "\"ID\":"),
    ]
  )
  func refused(original: String, other: String) throws {
    let line = String(decoding: try line(), as: UTF8.self)
    #expect(line.contains(original) && read(line.utf8) != nil)
    #expect(read(line.replacing(original, with: other).utf8) == nil)
  }

  @Test("reads the other records by a JSON decoder")
  func others() throws {
    let records: [RunRecord] = [
      .header(Synthetic.header()), .file(Synthetic.record("a.h5", ["a/1/f32"])),
      .problem(RunProblem(.format, file: "a.h5", problem: "is torn")), .warning(RunWarning("x")),
    ]
    for record in records {
      let line = try JSONLine().encode(record).dropLast()
      #expect(scanned(line) == nil && read(line) == record)
    }
    #expect(read([]) == nil)
  }
}
