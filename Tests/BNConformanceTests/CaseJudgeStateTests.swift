// SPDX-License-Identifier: MIT

import BatchNorm
import BNBounds
import BNVerdicts
import BNGoldenCases
import BNTensors
import Testing

@Suite("Case judge, state over steps")
struct CaseJudgeStateTests {
  private let data: [[Float]] = [[1, 3, 2, -4], [2, 2.5, 7, 1, 0], [-3, 1, 1.5]]

  private func item(_ outcome: CaseOutcome, _ step: Int, _ name: String) throws -> JudgedItem {
    try #require(outcome.items.first { $0.step == step && $0.name == name })
  }

  private func judge(
    _ program: OneChannelProgram,
    changing change: (inout [StepObservation]) -> Void = { _ in }
  ) throws -> CaseOutcome {
    var answer = program.answer
    change(&answer)
    return CaseJudge().outcome(of: try program.golden(), answer: .ran(answer), milliseconds: 0)
  }

  /// Judges an answer that is off by the least, so that the allowance of an element is told.
  private func judgeMoved(_ program: OneChannelProgram) throws -> CaseOutcome {
    try judge(program) { answer in
      for step in answer.indices {
        for name in [TensorName.runningMean, .output, .gradWeight] {
          answer[step].tensors[name] = answer[step].tensors[name]?.moved(byULP: 1)
        }
      }
    }
  }

  @Test("labels what follows from a wrong state, and nothing else")
  func consequences() throws {
    var program = OneChannelProgram()
    for x in data { program.train(x) }
    program.evaluate([1, 2])
    let outcome = try judge(program) {
      for step in 0..<4 {
        $0[step].tensors[.runningVar] = $0[step].tensors[.runningVar]?.scaled(by: 1.5)
      }
      $0[2].tensors[.output] = $0[2].tensors[.output]?.scaled(by: 2)
      $0[3].tensors[.output] = $0[3].tensors[.output]?.scaled(by: 0.8)
    }
    #expect(outcome.status == .failed)
    #expect(outcome.reason?.hasPrefix("running_var after step 0: ") == true)
    #expect(try item(outcome, 0, "running_var").consequenceOf == nil)
    for step in 1..<4 { #expect(try item(outcome, step, "running_var").consequenceOf == 0) }
    // R25: a training output does not follow from the running statistics.
    #expect(try item(outcome, 2, "output").verdict == .failed)
    #expect(try item(outcome, 2, "output").consequenceOf == nil)
    #expect(try item(outcome, 3, "output").consequenceOf == 0)
    #expect(try item(outcome, 3, "running_mean").consequenceOf == nil)
  }

  @Test("takes a later failure for a root once the state was set anew")
  func freshRoots() throws {
    var program = OneChannelProgram()
    program.train(data[0])
    program.reset()
    program.train(data[1])
    let outcome = try judge(program) {
      for step in 0..<3 { $0[step].tensors[.runningMean] = .vector([55]) }
    }
    #expect(try item(outcome, 0, "running_mean").consequenceOf == nil)
    #expect(try item(outcome, 1, "running_mean").consequenceOf == nil)
    #expect(try item(outcome, 2, "running_mean").consequenceOf == 1)
  }

  @Test("follows a counter into the cumulative average only")
  func counters() throws {
    for (momentum, root) in [(nil, 0), (0.1, nil)] as [(Double?, Int?)] {
      var program = OneChannelProgram(momentum: momentum)
      for x in data.prefix(2) { program.train(x) }
      let outcome = try judge(program) {
        $0[0].tensors[.numBatchesTracked] = Tensor(scalar: 5)
        $0[1].tensors[.runningMean] = .vector([55])
      }
      #expect(try item(outcome, 1, "running_mean").consequenceOf == root)
    }
  }

  @Test("labels gradients of an evaluation whose statistics were wrong")
  func gradients() throws {
    var program = OneChannelProgram()
    program.train(data[0])
    program.evaluate([1, 2, 4])
    try program.backward(of: 1, [1, 2, -1], wants: FirstOrderGradient.allCases)
    try program.backward(of: 0, [1, 2, -1, 3], wants: FirstOrderGradient.allCases)
    program.doubleBackward(of: 2, count: 3, bias: 2)
    #expect(try judge(program).status == .passed)
    let outcome = try judge(program) {
      for step in 0..<4 { $0[step].tensors[.runningVar] = .vector([55]) }
      for step in 2..<4 {
        $0[step].tensors[.gradInput] = $0[step].tensors[.gradInput]?.scaled(by: 3)
      }
      $0[4].tensors[.doubleGradOutput] = .column([1, 2, 2])
    }
    #expect(try item(outcome, 2, "grad_input").consequenceOf == 0)
    #expect(try item(outcome, 3, "grad_input").consequenceOf == nil)
    #expect(try item(outcome, 4, "double_grad_output").consequenceOf == 0)
  }

  @Test("labels what follows from an unexpected error")
  func errors() throws {
    var program = OneChannelProgram()
    program.train(data[0])
    try program.backward(of: 0, [1, 2, -1, 3], wants: [.bias])
    let error = ObservedError(kind: .channelMismatch, message: "C")
    let outcome = try judge(program) {
      $0[0] = StepObservation(error: error)
      $0[1] = StepObservation(error: error)
    }
    #expect(try item(outcome, 0, "error").consequenceOf == nil)
    #expect(try item(outcome, 1, "error").consequenceOf == 0)
    #expect(outcome.reason == "step 0: unexpected error channel_mismatch: C")
  }

  @Test("wants running statistics exactly until the first update, and after each setting")
  func exactUntilUpdated() throws {
    var program = OneChannelProgram()
    program.evaluate([1, 2])
    program.train(data[0])
    program.evaluate([1, 2])
    program.reset()
    program.load(mean: 0.5, variance: 2, count: 9)
    program.evaluate([1, 2])
    program.setTracking(false)
    program.train(data[1])
    let expected = ["exact", "certified", "certified", "exact", "exact", "exact", "exact", "exact"]
    let outcome = try judge(program)
    #expect(outcome.status == .passed)
    for (step, tolerance) in expected.enumerated() {
      #expect(try item(outcome, step, "running_var").tolerance == tolerance)
      let moved = try judge(program) {
        $0[step].tensors[.runningVar] = $0[step].tensors[.runningVar]?.moved(byULP: 1)
      }
      #expect((moved.status == .passed) == (tolerance == "certified"))
    }
  }

  @Test("carries the allowance from step to step, and into an evaluation's output")
  func carried() throws {
    var program = OneChannelProgram(momentum: nil)
    for x in data { program.train(x) }
    program.evaluate([1, 2, 30])
    let outcome = try judgeMoved(program)
    let allowances = try (0..<3).map { step in
      try #require(try item(outcome, step, "running_mean").comparison?.worst?.allowance.value)
    }
    let last = try #require(
      try item(outcome, 3, "running_mean").comparison?.worst?.allowance.value
    )
    #expect(last == allowances[2])
    var single = OneChannelProgram()
    let state = program.expectations[2].tensors
    single.load(
      mean: Float(try #require(state[.runningMean]).double(at: 0)),
      variance: Float(try #require(state[.runningVar]).double(at: 0)),
      count: 3
    )
    single.evaluate([1, 2, 30])
    let fresh = try item(try judgeMoved(single), 1, "output").comparison?.worst?.allowance.value
    let late = try item(outcome, 3, "output").comparison?.worst?.allowance.value
    #expect(try #require(late) > 1.5 * (try #require(fresh)))
  }

  @Test("uses 1/num_batches_tracked as the factor where momentum is none")
  func cumulative() throws {
    var program = OneChannelProgram(momentum: nil)
    program.load(mean: 1e4, variance: 1, count: 99)
    program.train(data[0])
    let outcome = try judgeMoved(program)
    // 99 % of the old mean stay, so the allowance is of the size of its rounding.
    let allowance = try item(outcome, 1, "running_mean").comparison?.worst?.allowance.value
    #expect(try #require(allowance) > 1e-3)
    #expect(try judge(program).status == .passed)
  }

  @Test("judges gradients by the forward that they belong to")
  func interleaved() throws {
    var program = OneChannelProgram()
    program.train(data[0])
    program.train([100, 101, 99, 102])
    try program.backward(of: 0, [1, 2, -1, 3], wants: FirstOrderGradient.allCases)
    try program.backward(of: 1, [1, 2, -1, 3], wants: FirstOrderGradient.allCases)
    let outcome = try judgeMoved(program)
    #expect(outcome.status == .passed)
    let swapped = try judge(program) {
      ($0[2], $0[3]) = ($0[3], $0[2])
    }
    #expect(try item(swapped, 2, "grad_input").verdict == .failed)
    #expect(try item(swapped, 2, "grad_bias").verdict == .passed)
    let allowances = try [2, 3].map {
      try #require(try item(outcome, $0, "grad_weight").comparison?.worst?.allowance.value)
    }
    #expect(allowances[1] > 5 * allowances[0])
  }
}
