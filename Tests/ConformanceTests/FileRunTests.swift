// SPDX-License-Identifier: MIT

import Testing

@testable import Conformance

@Suite("File run")
struct FileRunTests {
  private let file = PlannedFile(path: "x/a.h5", name: "a.h5")
  private let ids = ["a/1/f32", "a/2/f32", "a/3/f32"]

  private func selected() throws -> WorkerMessage {
    .selected(Synthetic.record("a.h5", ids), try ids.map(Synthetic.heading), others: ["a/4/f32"])
  }

  private func outcome(_ id: String, file: String = "a.h5") -> WorkerMessage {
    .outcome(RecordedOutcome(file: file, outcome: Synthetic.outcome(id)))
  }

  /// A run that has come as far as so many cases.
  private func run(judged: Int) throws -> FileRun {
    var run = FileRun(file: file)
    #expect(run.take(try selected())?.count == 1)
    for id in ids.prefix(judged) { #expect(run.take(outcome(id))?.count == 1) }
    return run
  }

  private func outcomes(_ records: [RunRecord]) -> [CaseOutcome] {
    records.compactMap { if case .outcome(let recorded) = $0 { recorded.outcome } else { nil } }
  }

  private func problems(_ records: [RunRecord]) -> [RunProblem] {
    records.compactMap { if case .problem(let problem) = $0 { problem } else { nil } }
  }

  @Test("leaves nothing to say when all cases were judged")
  func complete() throws {
    var run = try run(judged: 3)
    #expect(run.take(.finished) == [])
    #expect(run.end(WorkerEnd(.exited(0))) == [])
    #expect(run.ids == FileIDs(selected: ids, others: ["a/4/f32"]))
    #expect(run.hasImplementation)
  }

  @Test("reports the case at which a worker crashed, and the rest", arguments: [0, 1, 2])
  func crash(judged: Int) throws {
    var run = try run(judged: judged)
    let records = run.end(WorkerEnd(.signalled(11), standardError: "oh no"))
    let problem = try #require(problems(records).first)
    #expect(problems(records).count == 1)
    #expect(problem.kind == .worker && problem.caseName == ids[judged])
    #expect(problem.problem == "the worker was killed by signal 11 (SIGSEGV)")
    #expect(problem.standardError == "oh no")
    let rest = outcomes(records)
    #expect(rest.map(\.id) == Array(ids[judged...]))
    #expect(rest.allSatisfy { $0.status == .errored && $0.title == "A test" })
    #expect(rest.first?.reason == "the worker was killed by signal 11 (SIGSEGV)")
    #expect(rest.dropFirst().allSatisfy { $0.reason?.hasSuffix(" at \(ids[judged])") == true })
  }

  @Test("reports a worker that died before it said which cases there are")
  func crashWhileReading() {
    var run = FileRun(file: file)
    let records = run.end(WorkerEnd(.exited(3)))
    #expect(problems(records).map(\.problem) == ["the worker exited with code 3"])
    #expect(records.count == 1)
  }

  @Test("does not take silence at the end for success")
  func missingEnd() throws {
    var run = try run(judged: 3)
    let records = run.end(WorkerEnd(.exited(0)))
    #expect(problems(records).map(\.problem) == ["the worker ended before its last case"])
    #expect(outcomes(records).isEmpty)
  }

  @Test("only warns of a worker that broke after its last case")
  func brokeAfterwards() throws {
    var run = try run(judged: 3)
    _ = run.take(.finished)
    let text =
      "a.h5: after its last case the worker closed its output but did not exit, and was stopped"
    #expect(run.end(WorkerEnd(.lingered)) == [.warning(RunWarning(text))])
  }

  @Test("refuses what comes out of turn")
  func outOfTurn() throws {
    var fresh = FileRun(file: file)
    #expect(fresh.take(outcome(ids[0])) == nil)
    var begun = try run(judged: 1)
    #expect(begun.take(try selected()) == nil)
    #expect(begun.take(outcome(ids[0])) == nil)
    #expect(begun.take(outcome(ids[2])) == nil)
    #expect(begun.take(outcome(ids[1], file: "b.h5")) == nil)
    #expect(begun.take(outcome(ids[1])) != nil)
    _ = begun.take(.finished)
    #expect(begun.take(outcome(ids[2])) == nil)
  }

  @Test("does not run cases whose implementation did not start, nor say so twice")
  func notStarted() throws {
    var run = try run(judged: 1)
    let problem = RunProblem(.implementation, file: "mylib", problem: "no such program")
    #expect(run.take(.problem(problem)) == [.problem(problem)])
    _ = run.take(.finished)
    #expect(!run.hasImplementation)
    let records = run.end(WorkerEnd(.exited(0)))
    #expect(outcomes(records).map(\.status) == [.notRun, .notRun])
    #expect(outcomes(records).allSatisfy { $0.reason == "no such program" })
    #expect(problems(records).isEmpty)
  }

  @Test("says nothing of the rest of an interrupted run")
  func cancelled() throws {
    var run = try run(judged: 1)
    #expect(run.end(WorkerEnd(.cancelled)) == [])
  }
}
