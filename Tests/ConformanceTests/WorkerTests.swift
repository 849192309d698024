// SPDX-License-Identifier: MIT

import Comparison
import Foundation
import GoldenCases
import Implementations
import Tensors
import Testing

@testable import Conformance

@Suite("Worker")
struct WorkerTests {
  private func messages(
    _ suite: SmallSuite,
    file: String = "alpha.h5",
    change: (inout WorkerAssignment) -> Void = { _ in }
  ) async throws -> [WorkerMessage] {
    var assignment = WorkerAssignment(
      Synthetic.plan([suite.folder.file(file)]),
      file: PlannedFile(path: suite.folder.file(file), name: file)
    )
    change(&assignment)
    var messages: [WorkerMessage] = []
    let worker = Worker(
      assignment: assignment,
      resolve: { try ImplementationRegistry.find($0) },
      send: { messages.append($0) }
    )
    try await worker.run()
    return messages
  }

  private func outcomes(_ messages: [WorkerMessage]) -> [CaseOutcome] {
    messages.compactMap { if case .outcome(let recorded) = $0 { recorded.outcome } else { nil } }
  }

  private func problems(_ messages: [WorkerMessage]) -> [RunProblem] {
    messages.compactMap { if case .problem(let problem) = $0 { problem } else { nil } }
  }

  @Test("says which cases there are, then judges them in that order")
  func judges() async throws {
    let suite = try await SmallSuite()
    let messages = try await messages(suite)
    guard case .selected(let record, let headings, let others) = messages.first else {
      Issue.record("the first message is not the selection")
      return
    }
    #expect(record.selected == ["alpha/one/f32", "alpha/two/f32"] && record.cases == 2)
    #expect(headings.map(\.id) == record.selected && others.isEmpty)
    #expect(record.digest != nil && record.implementation?.name == "reference")
    #expect(outcomes(messages).map(\.status) == [.passed, .passed])
    #expect(outcomes(messages).allSatisfy { $0.rationale == "Made up." && !$0.items.isEmpty })
    #expect(messages.last == .finished && messages.count == 4)
  }

  @Test("judges only what is selected, but digests the whole file")
  func selects() async throws {
    let suite = try await SmallSuite()
    let all = try await messages(suite)
    let some = try await messages(suite) { $0.selection.filters = ["*/two/*"] }
    #expect(outcomes(some).map(\.id) == ["alpha/two/f32"])
    guard case .selected(let whole, _, _) = all[0],
      case .selected(let part, _, let others) = some[0]
    else {
      Issue.record("no selection")
      return
    }
    #expect(part.digest == whole.digest && part.cases == 2 && others == ["alpha/one/f32"])
  }

  @Test("does not ask the implementation if nothing is selected")
  func nothingSelected() async throws {
    let suite = try await SmallSuite()
    let messages = try await messages(suite) {
      $0.selection.filters = ["beta/*"]
      $0.respondent = .implementation("no such thing")
    }
    #expect(messages.count == 2 && problems(messages).isEmpty)
  }

  @Test("refuses a file that is none, in one sentence")
  func unreadable() async throws {
    let suite = try await SmallSuite()
    try Data("hello".utf8).write(to: URL(filePath: suite.folder.file("alpha.h5")))
    let messages = try await messages(suite)
    #expect(problems(messages).map(\.kind) == [.format])
    #expect(problems(messages).first?.file == "alpha.h5")
    #expect(messages.last == .finished && messages.count == 2)
  }

  @Test("says why an implementation cannot be found")
  func unknownImplementation() async throws {
    let suite = try await SmallSuite()
    let messages = try await messages(suite) { $0.respondent = .implementation("refrence") }
    let problem = try #require(problems(messages).first)
    #expect(problem.kind == .implementation)
    #expect(problem.problem.hasSuffix("did you mean reference?"))
    #expect(outcomes(messages).isEmpty)
  }

  @Test("compares what serves the bound only if asked")
  func advisory() async throws {
    let suite = try await SmallSuite()
    try await SmallSuite.write("alpha.h5", to: suite.folder.path) { golden in
      guard golden.id.text == "alpha/one/f32" else { return }
      golden.expectations[0].tensors[.batchVar] = Tensor(vector: .float64([1, 2]))
    }
    let careless = outcomes(try await messages(suite) { $0.tolerance = "exact" })
    #expect(careless.map(\.status) == [.passed, .passed])
    let careful = outcomes(
      try await messages(suite) {
        $0.tolerance = "exact"
        $0.comparesAdvisory = true
      }
    )
    #expect(careful.map(\.status) == [.failed, .passed])
    #expect(careful[0].reason == "batch_var after step 0 differs from the reference's")
    #expect(careful[1].items.filter { $0.name.hasPrefix("batch_") }.count == 2)
  }

  @Test("judges answers from a file like any implementation's; a missing one is told")
  func answers() async throws {
    let suite = try await SmallSuite()
    let golden = try await SmallSuite.golden("alpha/one/f32", eps: 1)
    let answer = try await ReferenceImplementation().withSession { await $0.answer(golden.request) }
    let path = suite.folder.file("answers.h5")
    let stranger = try CaseID("alpha/three/f32")
    try GoldenFile.writeAnswers(
      [(golden.id, answer), (stranger, .unsupported(reason: "no", link: nil))],
      header: GoldenFileHeader(role: .answers, implementation: "mine", implementationVersion: "2"),
      to: path
    )
    let messages = try await messages(suite) {
      $0.respondent = .answers(path: path)
      $0.listsAnswers = true
    }
    #expect(messages.first == .answered(["alpha/one/f32", "alpha/three/f32"]))
    guard case .selected(let record, _, _) = messages[1] else {
      Issue.record("no selection")
      return
    }
    #expect(record.implementation?.name == "mine" && record.implementation?.version == "2")
    #expect(outcomes(messages).map(\.status) == [.passed, .errored])
    #expect(outcomes(messages)[1].reason == "the file has no answer to this case")
  }

  @Test("stops when nobody listens any more")
  func unheard() async throws {
    let suite = try await SmallSuite()
    let file = PlannedFile(path: suite.folder.file("alpha.h5"), name: "alpha.h5")
    var count = 0
    let worker = Worker(
      assignment: WorkerAssignment(Synthetic.plan([file.path]), file: file),
      resolve: { try ImplementationRegistry.find($0) },
      send: { _ in
        count += 1
        if count == 2 { throw OutputFileError(path: "pipe", action: "written", code: EPIPE) }
      }
    )
    await #expect(throws: UndeliverableMessage.self) { try await worker.run() as Void }
    #expect(count == 2)
  }
}
