// SPDX-License-Identifier: MIT

import BNTensors
import Testing

@testable import BNGoldenCases

@Suite("Fields of records")
struct FieldTests {
  private func bytes(_ record: CaseRecord) -> [UInt8] { ReaderMessage.record(record).bytes }

  private func record(_ bytes: [UInt8]) throws -> CaseRecord? {
    guard case .record(let record) = try ReaderMessage(bytes) else { return nil }
    return record
  }

  @Test("bring back every record", arguments: 0..<100)
  func roundTrip(seed: Int) throws {
    var random = RandomCase(seed: UInt64(seed))
    let written = CaseRecord(try random.next(index: seed))
    let read = try #require(try record(bytes(written)))
    #expect(read.dump == written.dump)
    #expect(bytes(read) == bytes(written))
  }

  @Test("keep every bit of a NaN, which the content digest does not")
  func notANumber() throws {
    let bits: [UInt32] = [0x7fc0_0001, 0xffc0_0000, 0x7f80_0001, 0x8000_0000]
    let tensor = try Tensor(
      shape: Shape([2, 2]),
      storage: .float32(bits.map(Float.init(bitPattern:)))
    )
    var written = CaseRecord(
      attributes: [.eps: .number(Double(bitPattern: 0x7ff4_0000_0000_0123))],
      members: []
    )
    written.members = [("step0.input", .tensor(tensor))]
    #expect(bytes(try #require(try record(bytes(written)))) == bytes(written))
  }

  @Test("refuse what is cut off, whatever is left of it")
  func cut() throws {
    var random = RandomCase(seed: 7)
    let whole = bytes(CaseRecord(try random.next(index: 7)))
    for length in 0..<whole.count {
      #expect(throws: FieldError.self) { try ReaderMessage(Array(whole[..<length])) }
    }
    #expect(throws: FieldError.self) { try ReaderMessage(whole + [0]) }
  }

  @Test("refuse changed bytes or read something else, and never trap")
  func changed() throws {
    var random = RandomCase(seed: 3)
    let whole = bytes(CaseRecord(try random.next(index: 3)))
    for place in whole.indices {
      for value: UInt8 in [0, 1, 0x7f, 0x80, 0xff] {
        var mutant = whole
        mutant[place] = value
        // What can be read is read again from what it is written as.
        if let read = try? record(mutant) {
          #expect(throws: Never.self) { try ReaderMessage(bytes(read)) }
        }
      }
    }
  }

  @Test("carry questions, and the whole of an error")
  func others() throws {
    let questions: [ReaderQuestion] = [
      .catalog(path: "/a b/ü\n.h5"), .cases(path: ""), .answers(path: "x", feature: nil),
      .answers(path: "x", feature: "eps"),
    ]
    for question in questions { #expect(try ReaderQuestion(question.bytes) == question) }
    let error = GoldenFormatError(file: "f", caseName: "c", member: nil, problem: "p", hint: "h")
    guard case .refused(let read) = try ReaderMessage(ReaderMessage.refused(error).bytes) else {
      Issue.record("another message")
      return
    }
    #expect(read == error)
  }
}
