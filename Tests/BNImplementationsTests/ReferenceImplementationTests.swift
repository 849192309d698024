// SPDX-License-Identifier: MIT

import BatchNorm
import BNGoldenCases
import BNTensors
import Testing

@testable import BNImplementations

@Suite("The reference as an implementation")
struct ReferenceImplementationTests {
  private func answer(_ implementation: ReferenceImplementation) async throws -> StepObservation {
    let request = CaseRequest(
      id: try CaseID("a/b/f32"),
      configuration: LayerConfiguration(kind: .oneDimensional, numFeatures: 1),
      initialState: LayerState(
        weight: nil,
        bias: nil,
        runningMean: Tensor(vector: .float32([0])),
        runningVar: Tensor(vector: .float32([1])),
        numBatchesTracked: 0
      ),
      steps: [
        .forward(
          mode: .training,
          input: try Tensor(shape: Shape([2, 1]), storage: .float32([1, 3]))
        )
      ]
    )
    let answer = try await implementation.withSession { await $0.answer(request) }
    guard case .ran(let observations) = answer else { throw CancellationError() }
    return try #require(observations.first)
  }

  @Test("answers what only the bound uses, unless nobody looks at it")
  func advisory() async throws {
    let full = try await answer(ReferenceImplementation())
    #expect(full.tensors[.batchMean]?.doubles == [2])
    #expect(full.tensors[.batchVar]?.doubles == [1])
    let terse = try await answer(ReferenceImplementation(answersAdvisory: false))
    #expect(terse.tensors == full.tensors.filter { !$0.key.isAdvisory })
  }
}
