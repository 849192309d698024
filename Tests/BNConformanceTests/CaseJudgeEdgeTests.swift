// SPDX-License-Identifier: MIT

import BatchNorm
import BNBounds
import BNVerdicts
import BNGoldenCases
import BNTensors
import Testing

@Suite("Case judge, edges")
struct CaseJudgeEdgeTests {
  private func golden(
    _ configuration: LayerConfiguration,
    _ state: LayerState,
    _ steps: [Step],
    _ expected: [[TensorName: Tensor]]
  ) throws -> GoldenCase {
    GoldenCase(
      request: CaseRequest(
        id: try CaseID("test/edge/f32"),
        configuration: configuration,
        initialState: state,
        steps: steps
      ),
      metadata: try .test(),
      expectations: expected.map { StepExpectation(tensors: $0) }
    )
  }

  private func judge(_ golden: GoldenCase, _ tensors: [[TensorName: Tensor]]) -> CaseOutcome {
    CaseJudge(JudgingPolicy(checksUntrusted: true)).outcome(
      of: golden,
      answer: .ran(
        tensors.map { StepObservation(tensors: $0.filter { !$0.key.isAdvisory }) }
      ),
      milliseconds: 0
    )
  }

  private let plain = LayerConfiguration(
    kind: .oneDimensional,
    numFeatures: 1,
    affine: false,
    trackRunningStats: false
  )

  @Test("judges an empty batch: nothing to compare, the counter advances (R13)")
  func empty() throws {
    var program = OneChannelProgram()
    program.load(mean: 3, variance: 2, count: 4)
    let input = Tensor.float32([0, 1, 5], [])
    var state = program.expectations[0].tensors
    (state[.weight], state[.bias]) = (nil, nil)
    state[.numBatchesTracked] = Tensor(scalar: 5)
    var forward = state
    forward[.output] = input
    var backward = state
    backward[.gradInput] = input
    backward[.gradWeight] = .vector([0])
    backward[.gradBias] = .vector([0])
    program.steps += [
      .forward(mode: .training, input: input),
      .backward(of: 1, gradOutput: input, wants: FirstOrderGradient.allCases),
    ]
    program.expectations += [StepExpectation(tensors: forward), StepExpectation(tensors: backward)]
    let case0 = try program.golden()
    #expect(
      CaseJudge().outcome(of: case0, answer: .ran(program.answer), milliseconds: 0).status
        == .passed
    )
    var wrong = program.answer
    wrong[2].tensors[.gradBias] = .vector([1e-30])
    #expect(CaseJudge().outcome(of: case0, answer: .ran(wrong), milliseconds: 0).status == .failed)
  }

  @Test("wants NaN in a poisoned channel and numbers in the others (R28)")
  func poisoned() throws {
    let x = Tensor.float32([2, 2], [.nan, 1, 2, 3])
    let scale = Float(1 / (1 + 1e-5).squareRoot())
    let output = Tensor.float32([2, 2], [.nan, -scale, .nan, scale])
    let case0 = try golden(
      plain,
      LayerState(),
      [.forward(mode: .training, input: x)],
      [[.output: output]]
    )
    #expect(judge(case0, [[.output: output]]).status == .passed)
    let leaking = Tensor.float32([2, 2], [.nan, .nan, .nan, .nan])
    let leaked = judge(case0, [[.output: leaking]])
    #expect(leaked.status == .failed)
    #expect(
      leaked.reason
        == "output after step 0: 2 of 4 elements out of tolerance, 2 NaN on one side only"
    )
    let healed = Tensor.float32([2, 2], [0, -scale, 0, scale])
    #expect(judge(case0, [[.output: healed]]).items[0].comparison?.nanMismatches == 2)
  }

  @Test("survives goldens whose shapes do not fit, and then wants the exact values")
  func misfits() throws {
    let x = Tensor.float32([2, 2], [0, 1, 2, 3])
    let steps: [Step] = [
      .forward(mode: .training, input: x),
      .backward(of: 0, gradOutput: .vector([1]), wants: [.input]),
      .backward(of: 7, gradOutput: x, wants: [.input]),
      .doubleBackward(of: 0, incoming: SecondOrderInput(), wants: [.input]),
    ]
    let tensors: [[TensorName: Tensor]] = [
      [.output: .vector([1, 2]), .batchMean: .vector([1]), .batchVar: .vector([])],
      [.gradInput: .vector([1])], [.gradInput: x], [.doubleGradInput: x],
    ]
    let case0 = try golden(plain, LayerState(weight: .vector([1, 2, 3])), steps, tensors)
    #expect(judge(case0, tensors).status == .passed)
    var wrong = tensors
    wrong[3][.doubleGradInput] = x.moved(byULP: 1)
    #expect(judge(case0, wrong).status == .failed)
  }

  @Test("takes the batch statistics itself where the golden does not give them")
  func withoutAdvisory() throws {
    var program = OneChannelProgram()
    program.train([1, 3, 2, -4])
    let given = try program.golden()
    program.expectations[0].tensors[.batchMean] = nil
    program.expectations[0].tensors[.batchVar] = nil
    let computed = try program.golden()
    let outcomes = [given, computed].map {
      CaseJudge().outcome(of: $0, answer: .ran(program.answer), milliseconds: 0)
    }
    #expect(outcomes[0] == outcomes[1])
  }

  @Test("lets an untracked layer be judged by its batch in evaluation, too (R31)")
  func untracked() throws {
    let x = Tensor.column([1, 3])
    let output = Tensor.column([-1, 1].map { Float($0 / (1 + 1e-5).squareRoot()) })
    let steps: [Step] = [.forward(mode: .evaluation, input: x)]
    let case0 = try golden(plain, LayerState(), steps, [[.output: output]])
    #expect(judge(case0, [[.output: output.moved(byULP: 1)]]).status == .passed)
    #expect(judge(case0, [[.output: .column([-1.00001, 1])]]).status == .failed)
  }
}
