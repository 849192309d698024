// SPDX-License-Identifier: MIT

import BNBounds
import BNGoldenCases
import Testing

@testable import BNRunFile
@testable import BNVerdicts

@Suite("Difference of two runs")
struct RunDifferenceTests {
  private func run(_ outcomes: [(String, OutcomeStatus, Double)]) throws -> RunFile {
    let records = try outcomes.map { id, status, share in
      var program = OneChannelProgram()
      program.train([1, 2, 4])
      var outcome = CaseJudge().outcome(
        of: try program.golden(),
        answer: .ran(program.answer),
        milliseconds: 0
      )
      (outcome.id, outcome.status) = (id, status)
      outcome.items[0].comparison?.maxShare = ReportedNumber(share)
      return RunRecord.outcome(RecordedOutcome(file: "a.h5", outcome: outcome))
    }
    return RunFile(header: Synthetic.header(["a.h5"]), records: records)
  }

  @Test("sorts cases into new failures, fixes, still failing and moved margins")
  func sorts() throws {
    let old = try run([
      ("a", .passed, 0.1), ("b", .failed, 3), ("c", .failed, 3), ("d", .passed, 0.1),
      ("e", .passed, 0.5), ("f", .passed, 0.2), ("gone", .passed, 0),
    ])
    let new = try run([
      ("a", .failed, 2), ("b", .passed, 0.1), ("c", .errored, 0), ("d", .passed, 0.3),
      ("e", .passed, 0.1), ("f", .passed, 0.2), ("here", .passed, 0),
    ])
    let difference = RunDifference(old: old, new: new)
    #expect(difference.regressions.map(\.id) == ["a"])
    #expect(difference.fixes.map(\.id) == ["b"])
    #expect(difference.stillWrong.map(\.id) == ["c"])
    #expect(difference.drifts.map(\.id) == ["e", "d"])
    #expect((difference.largestDrift - 0.2).magnitude < 1e-12)
    #expect(difference.onlyOld == ["gone"] && difference.onlyNew == ["here"])
  }

  @Test("of a run with itself is nothing")
  func nothing() throws {
    let same = try run([("a", .passed, 0.1), ("b", .failed, 3)])
    let difference = RunDifference(old: same, new: same)
    #expect(difference.regressions.isEmpty && difference.fixes.isEmpty)
    #expect(difference.drifts.isEmpty && difference.largestDrift == 0)
  }

  @Test("of runs on other goldens is refused with what differs")
  func goldens() throws {
    let old = try run([("a", .passed, 0)])
    var new = old
    new.files = [FileRecord(file: "b.h5", cases: 1)]
    do {
      try DifferentGoldensError.check(old: old, new: new)
      Issue.record("accepted")
    } catch {
      #expect(error.description.contains("b.h5"))
    }
  }

  private func files(_ names: [Int], changed: Int? = nil) throws -> RunFile {
    var run = try run([("a", .passed, 0)])
    run.files = names.map { number in
      let text = number == changed ? "other" : "same"
      let digest = ContentDigest(files: ["\(number)\(text)": ContentDigest(cases: [])])
      return FileRecord(file: "f\(number).h5", cases: 1, digest: digest)
    }
    return run
  }

  private func refusal(_ old: RunFile, _ new: RunFile) -> String? {
    do throws(DifferentGoldensError) {
      try DifferentGoldensError.check(old: old, new: new)
      return nil
    } catch {
      return error.description
    }
  }

  @Test("says of a partial run how many files it read, without digests")
  func partial() throws {
    let whole = try files(Array(1...9))
    #expect(refusal(whole, whole) == nil)
    #expect(
      refusal(whole, try files(Array(1...4)))
        == "the runs judged different golden files: the newer run read 4 of 9 golden files, not f5.h5, "
        + "f6.h5, f7.h5 and 2 more; --any-golden compares the cases that both have"
    )
    var broken = whole
    broken.files[0].digest = nil
    let text = try #require(refusal(broken, whole))
    #expect(text.contains("the older run read 8 of 9 golden files, not f1.h5;"))
  }

  @Test("names the files whose cases are other ones")
  func otherCases() throws {
    let text = refusal(try files([1, 2]), try files([1, 2], changed: 2))
    #expect(text?.contains("f2.h5 holds other cases in one run than in the other") == true)
    #expect(text?.contains("f1.h5") == false)
  }
}
