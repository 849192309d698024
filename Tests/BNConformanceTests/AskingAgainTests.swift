// SPDX-License-Identifier: MIT

import BNVerdicts
import BNGoldenCases
import BNImplementations
import BNTensors
import Testing

@Suite("Cases that are put again")
struct AskingAgainTests {
  private func program() -> OneChannelProgram {
    var program = OneChannelProgram()
    program.train([1, 3, 2, -4, 5, 0.5, 2.25])
    return program
  }

  private func outcome(
    _ other: CaseAnswer,
    after first: [StepObservation]? = nil
  ) throws -> CaseOutcome {
    let program = program()
    let golden = try program.golden()
    let judge = CaseJudge()
    let outcome = judge.outcome(
      of: golden,
      answer: .ran(first ?? program.answer),
      milliseconds: 0
    )
    return judge.outcome(outcome, adding: other, to: golden, in: .channelsLast)
  }

  private func wrong() throws -> [StepObservation] {
    var answer = program().answer
    let output = try #require(answer[0].tensors[.output])
    answer[0].tensors[.output] = output.moved(byULP: 100_000)
    return answer
  }

  @Test("pass in a layout as they pass without, with items of their own")
  func passes() throws {
    let outcome = try outcome(.ran(program().answer))
    #expect(outcome.status == .passed)
    #expect(outcome.items.map(\.name).contains("output (channels_last)"))
    #expect(Set(outcome.items.map(\.name)).count == outcome.items.count)
  }

  @Test("fail where only the layout's answer is wrong, and the reason says so")
  func failsInLayout() throws {
    let outcome = try outcome(.ran(try wrong()))
    #expect(outcome.status == .failed)
    #expect(outcome.reason?.hasPrefix("inputs in layout channels_last: output") == true)
  }

  @Test("stay failed if the layout's answer is right")
  func staysFailed() throws {
    let outcome = try outcome(.ran(program().answer), after: try wrong())
    #expect(outcome.status == .failed)
    #expect(outcome.reason?.hasPrefix("output") == true)
  }

  @Test("are errored by a crash in a layout, and untouched by unsupported")
  func otherAnswers() throws {
    #expect(try outcome(.errored(message: "crashed")).status == .errored)
    let untouched = try outcome(.unsupported(reason: "no such layout", link: nil))
    #expect(untouched.status == .passed)
    #expect(untouched.items.allSatisfy { !$0.name.contains("channels_last") })
  }
}
