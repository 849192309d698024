// SPDX-License-Identifier: MIT

import BatchNorm
import BNBounds
import BNVerdicts
import BNGoldenCases
import BNTensors
import Testing

@Suite("Case judge")
struct CaseJudgeTests {
  /// One training step over seven values.
  private func training() -> OneChannelProgram {
    var program = OneChannelProgram()
    program.train([1, 3, 2, -4, 5, 0.5, 2.25])
    return program
  }

  private func judge(
    _ golden: GoldenCase,
    _ answer: [StepObservation],
    _ judge: CaseJudge = CaseJudge()
  ) -> CaseOutcome {
    judge.outcome(of: golden, answer: .ran(answer), milliseconds: 2.5)
  }

  @Test("passes an exact answer and copies the case's description")
  func passesExact() throws {
    let program = training()
    let outcome = judge(try program.golden(), program.answer)
    #expect(outcome.status == .passed && outcome.reason == nil)
    #expect(outcome.id == "test/program/f32" && outcome.title == "A test")
    #expect(outcome.level == .required && outcome.profile == .math)
    #expect(outcome.rules == ["R22", "R23"] && outcome.tags == ["test"])
    #expect(outcome.milliseconds == 2.5)
    #expect(
      outcome.items.map(\.name) == ["output", "running_mean", "running_var", "num_batches_tracked"]
    )
    #expect(outcome.items.allSatisfy { $0.verdict == .passed && $0.step == 0 })
    #expect(outcome.items[0].grade == .exact && outcome.items[0].neededDepth == 0)
    #expect(outcome.items[0].tolerance == "certified" && outcome.items[0].depth == 7)
    #expect(outcome.items[0].shape?.dimensions == [7, 1])
    #expect(outcome.items[3].tolerance == "exact" && outcome.items[3].grade == nil)
  }

  @Test("names tensor, step, count and share of a biased running variance")
  func biasedVariance() throws {
    let program = training()
    var answer = program.answer
    let expected = try #require(answer[0].tensors[.runningVar])
    let biased = 0.9 + Float((expected.double(at: 0) - 0.9) * 6 / 7)
    answer[0].tensors[.runningVar] = .vector([biased])
    let outcome = judge(try program.golden(), answer)
    #expect(outcome.status == .failed)
    let reason = try #require(outcome.reason)
    #expect(
      reason.hasPrefix("running_var after step 0: 1 of 1 elements out of tolerance, worst ")
    )
    #expect(reason.hasSuffix(" × allowed"))
    #expect(outcome.items.filter { $0.verdict == .failed }.map(\.name) == ["running_var"])
    #expect(outcome.items[2].grade == .beyond)
    #expect((outcome.items[2].neededDepth ?? 0) > 1000)
  }

  @Test("passes an element at its allowance and fails it one ULP beyond")
  func boundary() throws {
    let program = training()
    let golden = try program.golden()
    let output = try #require(program.expectations[0].tensors[.output])
    func verdict(_ places: Int) -> ItemVerdict? {
      var answer = program.answer
      answer[0].tensors[.output] = output.moved(byULP: places)
      return judge(golden, answer).items.first?.verdict
    }
    let last = try #require((1...1000).last { verdict($0) == .passed })
    #expect(last < 100)
    #expect(verdict(last + 1) == .failed)
    #expect((1...last).allSatisfy { verdict($0) == .passed })
  }

  @Test("grades by the smallest depth that passes")
  func grades() throws {
    var program = OneChannelProgram()
    program.train((0..<64).map { Float(($0 * 37) % 64) / 16 + 30 })
    let golden = try program.golden()
    let output = try #require(program.expectations[0].tensors[.output])
    var seen: [Grade] = []
    var depths: [Double] = []
    for places in stride(from: 0, through: 4000, by: 4) {
      var answer = program.answer
      answer[0].tensors[.output] = output.moved(byULP: places)
      let item = try #require(judge(golden, answer).items.first)
      let grade = try #require(item.grade)
      if seen.last != grade { seen.append(grade) }
      depths.append(item.neededDepth ?? .infinity)
      #expect((item.verdict == .failed) == (grade == .beyond))
      #expect((item.neededDepth ?? .infinity) <= 64 || grade == .beyond)
      if grade == .beyond { break }
    }
    #expect(seen == [.exact, .high, .blocked, .certified, .beyond])
    #expect(depths == depths.sorted())
  }

  @Test(
    "a recommended case that asks for blocked sums decides once no order of summation explains it"
  )
  func beyondSummation() throws {
    var program = OneChannelProgram()
    program.train((0..<64).map { Float(($0 * 37) % 64) / 16 + 30 })
    var golden = try program.golden(depth: "log2")
    let serial = try program.golden()
    golden.metadata.level = .recommended
    let output = try #require(program.expectations[0].tensors[.output])
    var levels: [CaseLevel] = []
    for places in stride(from: 0, through: 20_000, by: 40) {
      var answer = program.answer
      answer[0].tensors[.output] = output.moved(byULP: places)
      let outcome = judge(golden, answer)
      let explained = judge(serial, answer).status == .passed
      #expect((outcome.level == .required) == !explained)
      #expect(
        outcome.reason?.hasSuffix("no order of summation explains that") ?? false == !explained
      )
      if outcome.status == .failed, levels.last != outcome.level { levels.append(outcome.level) }
    }
    #expect(levels == [.recommended, .required])
  }

  @Test(
    "takes another mode from the case or from the run",
    arguments: ["ulp(2)", "exact", "torch"]
  )
  func modes(text: String) throws {
    let program = training()
    let output = try #require(program.expectations[0].tensors[.output])
    let override = CaseJudge(JudgingPolicy(tolerance: ToleranceMode(text)))
    for places in [0, 2, 3, 2000] {
      var answer = program.answer
      answer[0].tensors[.output] = output.moved(byULP: places)
      let own = judge(try program.golden(tolerance: text), answer)
      let overridden = judge(try program.golden(), answer, override)
      #expect(own == overridden)
      let limit = text == "ulp(2)" ? 2 : text == "exact" ? 0 : 50
      #expect((own.status == .passed) == (places <= limit))
      #expect(own.items[0].tolerance == text && own.items[0].grade == nil)
    }
  }

  @Test("says unsupported and errored in one line")
  func withoutAnswer() throws {
    let golden = try training().golden()
    let unsupported = CaseJudge().outcome(
      of: golden,
      answer: .unsupported(reason: "no float16", link: "https://example.org/1"),
      milliseconds: 0
    )
    #expect(unsupported.status == .unsupported && unsupported.reason == "no float16")
    #expect(unsupported.link == "https://example.org/1" && unsupported.items.isEmpty)
    let errored = CaseJudge().outcome(
      of: golden,
      answer: .errored(message: "signal 11\nafter step 0\r\n"),
      milliseconds: 0
    )
    #expect(errored.status == .errored && errored.reason == "signal 11 after step 0")
  }

  @Test("refuses an answer of another number of steps")
  func stepCount() throws {
    let program = training()
    let outcome = judge(try program.golden(), program.answer + program.answer)
    #expect(outcome.status == .wrongStructure)
    #expect(outcome.reason == "the answer has 2 observations for 1 steps")
  }

  @Test("calls a passing tensor untrusted only when asked to")
  func untrusted() throws {
    var program = OneChannelProgram()
    program.train([1e7, 1e7, 1e7, 1e7])
    let golden = try program.golden()
    #expect(judge(golden, program.answer).status == .passed)
    let strict = CaseJudge(JudgingPolicy(checksUntrusted: true))
    #expect(judge(golden, program.answer, strict).status == .passed, "equal bits need no allowance")
    var inexact = program.answer
    let zeros = try #require(inexact[0].tensors[.output])
    inexact[0].tensors[.output] = try Tensor(
      shape: zeros.shape,
      storage: .float32(zeros.doubles.map { Float($0) + 1e-6 })
    )
    let outcome = judge(golden, inexact, strict)
    #expect(outcome.status == .untrusted)
    #expect(outcome.items[0].verdict == .untrusted)
    #expect(outcome.reason?.hasPrefix("output after step 0: ") == true)
    var wrong = program.answer
    wrong[0].tensors[.numBatchesTracked] = Tensor(scalar: 2)
    #expect(judge(golden, wrong, strict).status == .failed)
  }
}
