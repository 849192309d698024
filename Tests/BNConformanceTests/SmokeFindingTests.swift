// SPDX-License-Identifier: MIT

import BNRunFile
import BNRunning
import BNVerdicts
import BNFaults
import BNGoldenCases
import Testing

@Suite("Smoke test")
struct SmokeFindingTests {
  private func findings(_ answers: [(OutcomeStatus, String?, [String]?)]) throws -> [SmokeFinding] {
    var program = OneChannelProgram()
    program.train([1, 2, 4])
    let golden = try program.golden()
    let records = answers.map { status, reason, causes in
      var outcome = CaseJudge().outcome(of: golden, answer: .ran(program.answer), milliseconds: 0)
      (outcome.status, outcome.reason, outcome.causes) = (status, reason, causes)
      return RunRecord.outcome(RecordedOutcome(file: "a.h5", outcome: outcome))
    }
    return [SmokeFinding](RunFile(header: Synthetic.header(), records: records))
  }

  @Test("a swapped convention is the adapter's, with what to fix")
  func convention() throws {
    let found = try findings([(.failed, nil, ["momentum-swapped"]), (.passed, nil, nil)])
    #expect(found.map(\.side) == [.adapter])
    #expect(found.first?.advice?.contains("1 − momentum") == true)
  }

  @Test("another formula is the implementation's")
  func formula() throws {
    let found = try findings([(.failed, nil, ["eps-outside-root"]), (.passed, nil, nil)])
    #expect(found.map(\.side) == [.implementation])
    #expect(found.first?.headline.contains("outside the root") == true)
  }

  @Test("one crash among answers is the implementation's, more crashes than answers the adapter's")
  func crashes() throws {
    let crash = (OutcomeStatus.errored, "crashed with SIGSEGV" as String?, nil as [String]?)
    let pass = (OutcomeStatus.passed, nil as String?, nil as [String]?)
    #expect(try findings([crash, pass, pass]).map(\.side) == [.implementation])
    #expect(try findings([crash, crash, pass]).map(\.side) == [.adapter])
    #expect(try findings([crash, pass]).map(\.side) == [.adapter])
  }

  @Test("a crash in every case that was put is on nobody's side, however many are unsupported")
  func nothingAnswered() throws {
    let reason: String? = "crashed by signal 11 (SIGSEGV)"
    let crash = (OutcomeStatus.errored, reason, nil as [String]?)
    let declared = (OutcomeStatus.unsupported, "float32 only" as String?, nil as [String]?)
    #expect(try findings([crash]).map(\.side) == [.unknown])
    let found = try findings([crash, declared, declared, declared])
    #expect(found.contains { $0.side == .unknown && $0.headline == "crashed by signal 11" })
    #expect(!found.contains { $0.side == .implementation })
  }

  @Test("a library that writes outside of its tensors is the implementation's")
  func outside() throws {
    let reason = "the adapter reports: the library wrote behind the last element of output"
    let found = try findings([(.errored, reason, nil), (.passed, nil, nil)])
    #expect(found.map(\.side) == [.implementation])
    #expect(found.first?.headline == "the library wrote behind the last element of output")
  }

  @Test("the adapter's faults come first, then the frequent ones")
  func order() throws {
    let found = try findings([
      (.failed, nil, ["eps-outside-root"]), (.failed, nil, ["eps-outside-root"]),
      (.failed, nil, ["biased-running-var"]), (.failed, nil, ["momentum-swapped"]),
      (.passed, nil, nil),
    ])
    #expect(found.map(\.side) == [.adapter, .implementation, .implementation])
    #expect(found.map(\.cases.count) == [1, 2, 1])
  }

  @Test("a run without deviations finds nothing")
  func nothing() throws { #expect(try findings([(.passed, nil, nil)]).isEmpty) }
}
