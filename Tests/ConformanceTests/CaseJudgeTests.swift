// SPDX-License-Identifier: MIT

import BatchNorm
import Comparison
import Conformance
import GoldenCases
import Tensors
import Testing

/// The case of the format's example: one channel with the values 1 and 3, eps 3, momentum ½.
struct ExampleCase {
  var golden: GoldenCase
  var answer: [StepObservation]

  init() throws {
    let input = Tensor.float32([2, 1], [1, 3])
    let configuration = LayerConfiguration(
      kind: .oneDimensional,
      numFeatures: 1,
      eps: 3,
      momentum: 0.5,
      affine: false
    )
    let produced: [TensorName: Tensor] = [
      .output: .float32([2, 1], [-0.5, 0.5]),
      .runningMean: .float32([1], [1]),
      .runningVar: .float32([1], [1.5]),
      .numBatchesTracked: Tensor(scalar: 1),
    ]
    var expected = produced
    expected[.batchMean] = Tensor(vector: .float64([2]))
    expected[.batchVar] = Tensor(vector: .float64([1]))
    golden = GoldenCase(
      request: CaseRequest(
        id: try CaseID("mine/two-values/f32"),
        configuration: configuration,
        initialState: LayerState(
          runningMean: .float32([1], [0]),
          runningVar: .float32([1], [1]),
          numBatchesTracked: 0
        ),
        steps: [.forward(mode: .training, input: input)]
      ),
      metadata: CaseMetadata(
        title: "Two values in one channel",
        rationale: "The smallest batch that has a variance.",
        rules: [RuleID("R22"), RuleID("R23")].compactMap(\.self),
        level: .required,
        profile: .math
      ),
      expectations: [StepExpectation(tensors: expected)]
    )
    answer = [StepObservation(tensors: produced, inputUnchanged: true)]
  }
}

extension Tensor {
  /// A float32 tensor; the tests give shapes that fit.
  static func float32(_ dimensions: [Int], _ values: [Float]) -> Tensor {
    guard let shape = try? Shape(dimensions),
      let tensor = try? Tensor(shape: shape, storage: .float32(values))
    else {
      Issue.record("\(values.count) values do not fill \(dimensions)")
      return Tensor(vector: .float32(values))
    }
    return tensor
  }
}

@Suite("Case judge")
struct CaseJudgeTests {
  let judge = CaseJudge()

  @Test("passes an exact answer")
  func passesExact() throws {
    let example = try ExampleCase()
    let outcome = judge.outcome(of: example.golden, answer: .ran(example.answer), milliseconds: 1)
    #expect(outcome.status == .passed)
    #expect(outcome.reason == nil)
    #expect(
      outcome.items.map(\.name)
        == ["input", "output", "running_mean", "running_var", "num_batches_tracked"]
    )
    #expect(outcome.items.allSatisfy { $0.verdict == .passed })
    #expect(outcome.items[1].grade == .exact)
  }

  @Test("names tensor, step, count and share of a biased running variance")
  func failsBiasedVariance() throws {
    var example = try ExampleCase()
    example.answer[0].tensors[.runningVar] = .float32([1], [1])
    let outcome = judge.outcome(of: example.golden, answer: .ran(example.answer), milliseconds: 1)
    #expect(outcome.status == .failed)
    #expect(
      outcome.reason?.hasPrefix(
        "running_var after step 0: 1 of 1 elements out of tolerance, worst "
      ) == true
    )
  }
}
