// SPDX-License-Identifier: MIT

import BNBounds
import Testing

@testable import BNRunFile
@testable import BNRunning
@testable import BNVerdicts

@Suite("Resumption")
struct ResumptionTests {
  private let ids = ["a/1/f32", "a/2/f32", "a/3/f32"]

  private func file(_ digit: Character = "a", _ ids: [String]? = nil) throws -> RunRecord {
    var record = Synthetic.record("a.h5", ids ?? self.ids)
    record.digest = try Synthetic.digest(digit)
    return .file(record)
  }

  private func resumption(_ records: [RunRecord]) throws -> Resumption {
    try Resumption(RunFile(header: Synthetic.header(), records: records))
  }

  private func keptIDs(_ resumption: Resumption) -> [String] {
    resumption.kept.compactMap {
      if case .outcome(let recorded) = $0 { recorded.outcome.id } else { nil }
    }
  }

  @Test("keeps the verdicts and leaves the other cases to be judged")
  func remainder() throws {
    let resumption = try resumption([
      try file(), Synthetic.recorded("a.h5", ids[0]), Synthetic.recorded("a.h5", ids[2]),
    ])
    #expect(keptIDs(resumption) == [ids[0], ids[2]])
    let plan = resumption.remainder(of: Synthetic.plan(["a.h5", "b.h5"]))
    #expect(plan.judged == ["a.h5": [ids[0], ids[2]]])
  }

  @Test("repeats what failed, so that all failures are explained together")
  func failures() throws {
    let failed = RunRecord.outcome(
      RecordedOutcome(file: "a.h5", outcome: Synthetic.outcome(ids[1], .failed))
    )
    let resumption = try resumption([try file(), Synthetic.recorded("a.h5", ids[0]), failed])
    #expect(keptIDs(resumption) == [ids[0]])
  }

  @Test("repeats what broke with a worker, but not what an implementation itself broke")
  func breakdown() throws {
    let errored = RunRecord.outcome(
      RecordedOutcome(file: "a.h5", outcome: Synthetic.outcome(ids[1], .errored))
    )
    let records = [try file(), Synthetic.recorded("a.h5", ids[0]), errored]
    #expect(keptIDs(try resumption(records)) == [ids[0], ids[1]])
    let crash = RunProblem(.reader, file: "a.h5", caseName: ids[1], problem: "gone")
    #expect(keptIDs(try resumption(records + [.problem(crash)])) == [ids[0]])
  }

  @Test("finds in a run that came to its end what has no verdict, and the footer counts it")
  func unjudged() throws {
    var lost = Synthetic.outcome(ids[1], .errored)
    lost.reason = "not reached: the worker was killed by signal 9 (SIGKILL) at a/2/f32"
    // What a list made of it changes nothing.
    var listed = Synthetic.outcome(ids[2], .expectedFailure)
    listed.expectation = "known.txt line 2: a/*  errored"
    let records = [
      try file(), Synthetic.recorded("a.h5", ids[0]),
      .outcome(RecordedOutcome(file: "a.h5", outcome: lost)),
      .outcome(RecordedOutcome(file: "a.h5", outcome: listed)),
    ]
    let crash = RunRecord.problem(
      RunProblem(.reader, file: "a.h5", caseName: ids[1], problem: "the worker was killed")
    )
    func complete(_ records: [RunRecord]) -> RunFile {
      var run = RunFile(header: Synthetic.header(["a.h5"]), records: records)
      run.footer = RunFooter(run, exitCode: RunExitCode(run), milliseconds: 1)
      return run
    }
    let whole = complete(records)
    #expect(!whole.isUnfinished && whole.footer?.notJudged == nil)
    let broken = complete(records + [crash])
    #expect(broken.isUnfinished && broken.footer?.notJudged == 2)
    #expect(keptIDs(try Resumption(broken)) == [ids[0]])
    let notRun = RecordedOutcome(file: "a.h5", outcome: Synthetic.outcome(ids[2], .notRun))
    let unstarted = complete(Array(records.dropLast()) + [.outcome(notRun)])
    #expect(unstarted.isUnfinished && unstarted.footer?.notJudged == 1)
    #expect(keptIDs(try Resumption(unstarted)) == [ids[0], ids[1]])
  }

  @Test("a run of which a file was never begun is not at its end; an unreadable file is")
  func unread() throws {
    func run(_ records: [RunRecord]) -> RunFile {
      var run = RunFile(header: Synthetic.header(), records: records)
      run.footer = RunFooter(run, exitCode: RunExitCode(run), milliseconds: 1)
      return run
    }
    let first = [try file("a", [ids[0]]), Synthetic.recorded("a.h5", ids[0])]
    #expect(run(first).isUnfinished)
    let torn = RunRecord.problem(RunProblem(.format, file: "b.h5", problem: "is torn"))
    #expect(!run(first + [torn]).isUnfinished)
  }

  @Test("refuses other goldens, another selection and a golden that is gone")
  func changed() throws {
    let resumption = try resumption([try file(), Synthetic.recorded("a.h5", ids[0])])
    #expect(try resumption.isNews(try file()) == false)
    #expect(throws: ResumeRefusal.self) { try resumption.isNews(try file("b")) }
    #expect(throws: ResumeRefusal.self) {
      try resumption.isNews(try file("a", Array(ids.dropLast())))
    }
    let gone = RunProblem(.format, file: "a.h5", problem: "does not exist")
    #expect(throws: ResumeRefusal.self) { try resumption.isNews(.problem(gone)) }
    let unknown = RunProblem(.format, file: "b.h5", problem: "does not exist")
    #expect(try resumption.isNews(.problem(unknown)))
  }

  @Test("refuses verdicts on cases that no file held, and two on one case")
  func strange() throws {
    #expect(throws: ResumeRefusal.self) {
      try resumption([try file(), Synthetic.recorded("a.h5", "a/4/f32")])
    }
    let twice = Synthetic.recorded("a.h5", ids[0])
    #expect(throws: ResumeRefusal.self) { try resumption([try file(), twice, twice]) }
  }

  @Test(
    "forgets what a list of known deviations had made of a verdict",
    arguments: [OutcomeStatus.failed, .wrongStructure, .errored, .unsupported]
  )
  func expectations(status: OutcomeStatus) throws {
    let list = try ExpectationList(parsing: "# why\na/*  \(status.rawValue)\n", path: "l: 1.txt")
    let ledger = ExpectationLedger(list)
    let found = Synthetic.outcome(ids[0], status)
    let changed = ledger.revised(found)
    #expect(changed.status == .expectedFailure && changed.withoutExpectation == found)
    let pass = ledger.revised(Synthetic.outcome(ids[1]))
    #expect(pass.status == .unexpectedPass)
    #expect(pass.withoutExpectation == Synthetic.outcome(ids[1]))
  }

  @Test("tells two headers apart by what changes verdicts, not by times or places")
  func headers() {
    var other = Synthetic.header()
    other.started = "2027-02-28T00:00:00Z"
    other.settings.jobs = 9
    other.settings.paths = ["x", "y"]
    #expect(Synthetic.header().differences(from: other) == [])
    other.settings.tolerance = .exact
    other.respondent = .implementation("another")
    #expect(
      Synthetic.header().differences(from: other) == [
        "implementation: reference and another", "tolerance: none and exact",
      ]
    )
  }
}
