// SPDX-License-Identifier: MIT

import BatchNorm
import Foundation
import BNGoldenCases
import BNImplementations
import BNTensors
import BNTestSupport
import Testing

@Suite("Adapters that misbehave")
struct MisbehaviourTests {
  @Test("every script says what it expects")
  func scriptsAreRead() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: MisbehavingAdapter.folder.path)
    #expect(MisbehavingAdapter.all.count == files.filter { $0.hasSuffix(".sh") }.count - 1)
    #expect(MisbehavingAdapter.all.count >= 30)
  }

  @Test("cost one case and leave nothing behind", arguments: MisbehavingAdapter.all)
  func misbehaves(_ adapter: MisbehavingAdapter) async throws {
    let traces = ProcessTraces()
    let command =
      adapter.name == "not-executable" ? [adapter.path] : traces.command(adapter.path)
    let implementation = ProcessImplementation(command: command, limits: adapter.limits)
    let begin = ContinuousClock.now
    let (answers, failure) = await answers(of: implementation)
    let time = ContinuousClock.now - begin

    switch adapter.expectation {
    case .runs: #expect(answers.map(\.isRun) == [true, true, true])
    case .errors(let text):
      try #require(answers.count == 3)
      #expect(answers[0].isRun)
      #expect(answers[1].message?.contains(text) == true, "\(answers[1])")
      #expect(answers[2].isRun, "\(answers[2])")
    case .doesNotStart(let text):
      #expect(answers.isEmpty)
      #expect(failure?.contains(text) == true, "\(failure ?? "it started")")
    }
    let survivors = traces.survivors()
    let folder = traces.folderLeft()
    #expect(survivors.isEmpty)
    #expect(folder == nil)
    // Below the 1000 s that the scripts sleep; other tests may hold every thread for a while.
    #expect(time < min(Duration.seconds(300).scaled, .seconds(900)))
    MisbehaviourTable.record(
      adapter,
      outcome: failure ?? answers.first { !$0.isRun }?.message ?? "all three cases answered",
      time: time,
      left: survivors.map { "process \($0)" } + traces.zombies().map { "zombie \($0)" }
        + [folder].compactMap(\.self)
    )
  }

  /// The answers to three cases, or why there are none.
  private func answers(
    of implementation: ProcessImplementation
  ) async -> (answers: [CaseAnswer], failure: String?) {
    do {
      let requests = try (0..<3).map(Self.request)
      let answers = try await implementation.withSession { session in
        var answers: [CaseAnswer] = []
        for request in requests { answers.append(await session.answer(request)) }
        return answers
      }
      return (answers, nil)
    } catch {
      return ([], "\(error)")
    }
  }

  /// An evaluation whose output is its input.
  static func request(_ index: Int) throws -> CaseRequest {
    CaseRequest(
      id: try CaseID("misbehaviour/case-\(index)/f32"),
      configuration: LayerConfiguration(kind: .oneDimensional, numFeatures: 1, affine: false),
      initialState: LayerState(
        runningMean: Tensor(vector: .float32([0])),
        runningVar: Tensor(vector: .float32([1])),
        numBatchesTracked: 1
      ),
      steps: [
        .forward(
          mode: .evaluation,
          input: try Tensor(shape: Shape([2, 1]), storage: .float32([1, Float(index)]))
        )
      ]
    )
  }
}

extension CaseAnswer {
  fileprivate var isRun: Bool {
    if case .ran = self { true } else { false }
  }

  fileprivate var message: String? {
    if case .errored(let message) = self { message } else { nil }
  }
}
