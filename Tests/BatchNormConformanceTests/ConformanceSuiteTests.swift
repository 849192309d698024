// SPDX-License-Identifier: MIT

import BatchNormConformance
import Testing

// The example of the module's article.
@Test(arguments: try ConformanceSuite.golden().cases(profile: .math))
func conforms(_ golden: ConformanceCase) {
  let verdict = golden.verdict(on: MyLayer.self)
  #expect(verdict.isAcceptable, "\(verdict)")
}

@Suite("The suite for Swift authors")
struct ConformanceSuiteTests {
  private func golden(_ id: String) throws -> ConformanceCase {
    try #require(try ConformanceSuite.golden().cases.first { $0.id == id })
  }

  /// The answer of the specification, with the biased variance where the unbiased one belongs.
  private func biasedAnswer(to golden: ConformanceCase) throws -> CaseAnswer {
    let request = golden.request
    var layer = BatchNormLayer(configuration: request.configuration, state: request.initialState)
    guard case .forward(let mode, let input) = request.steps[0] else { return .ran([]) }
    let pass = try layer.forward(input, mode: mode)
    let n = Float(input.shape.valuesPerChannel)
    guard case .float32(let old)? = request.initialState.runningVar?.storage,
      case .float32(let new)? = layer.state.runningVar?.storage
    else { return .ran([]) }
    let a = Float(request.configuration.momentum ?? 1)
    let biased = zip(old, new).map { old, new in
      (1 - a) * old + (new - (1 - a) * old) * (n - 1) / n
    }
    let tensors: [TensorName: Tensor?] = [
      .output: pass.output, .weight: layer.state.weight, .bias: layer.state.bias,
      .runningMean: layer.state.runningMean, .runningVar: Tensor(vector: .float32(biased)),
      .numBatchesTracked: layer.state.numBatchesTracked.map { Tensor(scalar: $0) },
    ]
    return .ran([StepObservation(tensors: tensors.compactMapValues(\.self), inputUnchanged: true)])
  }

  @Test("says which tensor is off, by how much, and why")
  func failure() throws {
    let golden = try golden("running_stats/unbiased-n3/f32")
    let verdict = golden.verdict(on: try biasedAnswer(to: golden))
    #expect(verdict.status == .failed && !verdict.isAcceptable)
    let wrong = verdict.tensors.filter { !$0.isAsExpected }
    #expect(wrong.map(\.name) == ["running_var"])
    let tensor = try #require(wrong.first)
    #expect(tensor.count == 6 && tensor.outOfTolerance == 6)
    #expect((tensor.largestShare ?? 0) > 1 && tensor.tolerance?.hasPrefix("certified") == true)
    let worst = try #require(tensor.worst)
    #expect(abs(worst.actual - worst.expected) > worst.allowance)
    #expect(verdict.causes == ["stores the biased variance (fault:biased-running-var)"])
    #expect("\(verdict)".contains("likely: stores the biased variance"))
  }

  @Test("has no cause and no tensor to complain of where all is well")
  func success() throws {
    let verdict = try golden("running_stats/unbiased-n3/f32").verdict(on: MyLayer.self)
    #expect(verdict.status == .passed && verdict.causes.isEmpty)
    #expect(!verdict.tensors.isEmpty && verdict.tensors.allSatisfy(\.isAsExpected))
  }
}
