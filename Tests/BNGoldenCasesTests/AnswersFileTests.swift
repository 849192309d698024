// SPDX-License-Identifier: MIT

import BNTestSupport
import BatchNorm
import BNHDF5
import BNTensors
import Testing

@testable import BNGoldenCases

@Suite struct AnswersFileTests {
  private static let header = GoldenFileHeader(
    role: .answers,
    implementation: "mine",
    implementationVersion: "1"
  )

  private static func roundTrip(
    _ answers: [(id: CaseID, answer: CaseAnswer)]
  ) throws -> AnswersFileContents {
    let folder = try TemporaryFolder()
    try GoldenFile.writeAnswers(answers, header: header, to: folder.file("a.h5"))
    return try GoldenFile.readAnswers(path: folder.file("a.h5"))
  }

  private static func read(
    _ bend: (inout DraftFile) throws -> Void
  ) throws -> AnswersFileContents {
    let folder = try TemporaryFolder()
    let id = try CaseID("mine/two-values/f32")
    var draft = DraftFile(CaseRecord(id, .ran([])), header)
    try bend(&draft)
    try draft.write(to: folder.file("a.h5"))
    return try GoldenFile.readAnswers(path: folder.file("a.h5"))
  }

  @Test("every kind of answer comes back")
  func kinds() throws {
    let output = try ExampleCase.column(1, -1)
    let observations = [
      StepObservation(tensors: [.output: output, .numBatchesTracked: Tensor(scalar: 2)]),
      StepObservation(error: ObservedError(kind: .rankMismatch, message: "expected 4D")),
      StepObservation(error: ObservedError(kind: nil, message: "")),
      StepObservation(),
      StepObservation(tensors: [.gradInput: Tensor(vector: .float16([]))]),
    ]
    let answers: [(id: CaseID, answer: CaseAnswer)] = [
      (try CaseID("a/ran/f32"), .ran(observations)),
      (try CaseID("a/nothing/f32"), .ran([])),
      (try CaseID("b/unsupported/f32"), .unsupported(reason: "no bf16", link: "https://e.org")),
      (try CaseID("b/unlinked/f32"), .unsupported(reason: "no", link: nil)),
      (try CaseID("c/errored/f32"), .errored(message: "killed\nby signal 9")),
    ]
    let contents = try Self.roundTrip(answers)
    #expect(contents.header == Self.header)
    #expect(contents.unidentified.isEmpty)
    #expect(contents.answers.count == answers.count)
    for (id, answer) in answers {
      let read = try #require(contents.answers.first { $0.id == id })
      #expect(try read.answer.get() == answer)
    }
  }

  @Test("texts of an implementation are cut to 4096 bytes and lose their NUL bytes")
  func longTexts() throws {
    let long = String(repeating: "é", count: 3000) + "\0"
    let contents = try Self.roundTrip([(try CaseID("a/b/c"), .errored(message: long))])
    guard case .errored(let message) = try contents.answers[0].answer.get() else {
      Issue.record("expected an errored answer")
      return
    }
    #expect(message.utf8.count == 4095)
    #expect(message.hasPrefix("éé"))
    #expect(message.hasSuffix("é…"))
  }

  @Test("takes misshapen tensors and kinds of errors that are none, for the judge to see")
  func oddities() throws {
    let contents = try Self.read { draft in
      draft.members["step1.actual.output"] = .tensor([3], .int64([1, 2, 3]))
      draft.members["step2.actual.error"] = .text("oops")
      draft.members["step2.actual.message"] = .text("it broke")
    }
    let three = Tensor(vector: .int64([1, 2, 3]))
    let expected = CaseAnswer.ran([
      StepObservation(),
      StepObservation(tensors: [.output: three]),
      StepObservation(error: ObservedError(kind: nil, message: "oops: it broke")),
    ])
    #expect(try contents.answers[0].answer.get() == expected)
  }

  @Test("refuses structure that cannot be an answer, each case on its own")
  func refusals() throws {
    let bends: [(inout DraftFile) -> Void] = [
      { $0.members["step0.expect.output"] = DraftFile.floats(1) },
      { $0.members["step0.input"] = DraftFile.floats(1) },
      { $0.members["step0.actual.output"] = .text("1") },
      { $0.members["step0.actual.error"] = DraftFile.floats(1) },
      {
        $0.attributes["unsupported"] = .string("no")
        $0.attributes["errored"] = .string("no")
      },
      { $0.attributes["unsupported_link"] = .string("https://e.org") },
      {
        $0.attributes["errored"] = .string("no")
        $0.members["step0.actual.output"] = DraftFile.floats(1)
      },
      { $0.attributes["eps"] = .float(1) },
    ]
    for (index, bend) in bends.enumerated() {
      let contents = try Self.read(bend)
      let errors = contents.unidentified.count + contents.answers.count { $0.answer.isFailure }
      #expect(errors == 1, "bend \(index)")
    }
  }

  @Test("a group without a readable id is told apart")
  func unidentified() throws {
    let contents = try Self.read { $0.attributes["id"] = nil }
    #expect(contents.answers.isEmpty)
    #expect(contents.unidentified.map(\.caseName) == ["case"])
  }

  @Test("says who answered, or refuses the file")
  func header() throws {
    #expect(throws: GoldenFormatError.self) {
      try Self.read { $0.root["implementation"] = nil }
    }
  }
}

extension Result {
  fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
