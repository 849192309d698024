// SPDX-License-Identifier: MIT

import BNRunFile
@testable import BNRunning
@testable import BNVerdicts
import BNGoldenCases
import Testing

@Suite("Lists of known deviations")
struct ExpectationListTests {
  private static let text = """
    # Our kernel stores the biased variance: https://example.org/7
    test/program/f32  failed  biased-running-var
    """

  private func list(_ text: String = Self.text) throws -> ExpectationList {
    try ExpectationList(parsing: text, path: "known.txt")
  }

  private func outcome(
    _ status: OutcomeStatus,
    causes: [String]? = nil,
    reason: String? = nil
  ) throws -> CaseOutcome {
    var program = OneChannelProgram()
    program.train([1, 2, 4])
    var outcome = CaseJudge().outcome(
      of: try program.golden(),
      answer: .ran(program.answer),
      milliseconds: 0
    )
    (outcome.status, outcome.causes, outcome.reason) = (status, causes, reason)
    return outcome
  }

  private func taken(_ outcome: CaseOutcome, _ text: String = Self.text) throws -> CaseOutcome {
    let ledger = ExpectationLedger(try list(text))
    return ledger.revised(outcome)
  }

  @Test("a failure for the listed cause is expected")
  func expected() throws {
    let known = try taken(try outcome(.failed, causes: ["biased-running-var"]))
    #expect(known.status == .expectedFailure)
    #expect(known.expectation?.contains("known.txt line 2") == true)
  }

  @Test("a failure for another cause stays a failure, and a pass is unexpected")
  func otherwise() throws {
    #expect(try taken(try outcome(.failed, causes: ["eps-missing"])).status == .failed)
    #expect(try taken(try outcome(.errored, reason: "crashed")).status == .errored)
    #expect(try taken(try outcome(.passed)).status == .unexpectedPass)
  }

  @Test("the cause may be a part of the reason, or be left out")
  func causes() throws {
    let crash = try outcome(.errored, reason: "crashed with SIGSEGV: at 0x0")
    let listed = "# why\ntest/*  errored  SIGSEGV"
    #expect(try taken(crash, listed).status == .expectedFailure)
    #expect(try taken(crash, "# why\ntest/*  errored").status == .expectedFailure)
    #expect(try taken(crash, "# why\ntest/*  errored  SIGABRT").status == .errored)
  }

  @Test("the cause may be one of several at once, or what the answer looks like")
  func partsAndLooks() throws {
    let both = try outcome(.failed, causes: ["eps-missing+biased-running-var"])
    #expect(try taken(both, "# why\ntest/*  failed  biased-running-var").status == .expectedFailure)
    var looking = try outcome(.failed)
    looking.traits = [TraitReading(.algorithm, "one-pass")]
    #expect(
      try taken(looking, "# why\ntest/*  failed  one-pass-float32").status == .expectedFailure
    )
    #expect(try taken(looking, "# why\ntest/*  failed  eps-missing").status == .failed)
  }

  @Test("the first line that speaks of a case counts")
  func firstLine() throws {
    let text = "# a\ntest/program/f32  unsupported\n# b\ntest/*  failed"
    #expect(try taken(try outcome(.failed), text).status == .failed)
  }

  @Test("lines of no case are stale, with the name that was meant")
  func stale() throws {
    let ledger = ExpectationLedger(try list("# why\ntest/progam/f32  failed"))
    let found = ledger.stale(knownIDs: ["test/program/f32"], golden: .folder)
    #expect(found.count == 1)
    #expect(found.first?.problem.contains("test/program/f32") == true)
  }

  @Test(
    "malformed lines are refused by their number",
    arguments: [
      "test/*  failed", "# why\ntest/*", "# why\ntest/*  broken", "# why\ntest/[  failed",
    ]
  )
  func malformed(text: String) {
    do {
      _ = try ExpectationList(parsing: text, path: "known.txt")
      Issue.record("read")
    } catch {
      #expect(error.description.hasPrefix("known.txt: line "))
    }
  }

  @Test("fixing takes out what passes, adds what is missing, and keeps reasons")
  func fixing() throws {
    let passing = try list().fixed(by: [try outcome(.passed)], strict: false) { _ in true }
    #expect(passing.list.entries.isEmpty && passing.changes.removed == 1)
    let same = try list().fixed(
      by: [try outcome(.failed, causes: ["biased-running-var"])],
      strict: false
    ) { _ in true }
    #expect(same.changes.isNone)
    #expect(same.list.text.contains("https://example.org/7"))
    let added = try list("# nothing yet").fixed(
      by: [try outcome(.failed, causes: ["eps-missing"])],
      strict: false
    ) { _ in true }
    #expect(added.changes.added == 1)
    #expect(added.list.text.contains("test/program/f32  failed  eps-missing"))
    #expect(try list(added.list.text).entries.count == 1)
  }
}
