// SPDX-License-Identifier: MIT

import BatchNorm
import BNTensors

@testable import BNGoldenCases

/// The example of `Golden/FORMAT.md`, made in Swift.
enum ExampleCase {
  static let header = GoldenFileHeader(role: .golden, feature: "mine")

  static func make() throws -> GoldenCase {
    let request = CaseRequest(
      id: try CaseID("mine/two-values/f32"),
      configuration: LayerConfiguration(
        kind: .oneDimensional,
        numFeatures: 1,
        eps: 3,
        momentum: 0.5,
        affine: false
      ),
      initialState: LayerState(
        runningMean: Tensor(vector: .float32([0])),
        runningVar: Tensor(vector: .float32([1])),
        numBatchesTracked: 0
      ),
      steps: [.forward(mode: .training, input: try column(1, 3))]
    )
    let metadata = CaseMetadata(
      title: "Two values in one channel",
      rationale: "The smallest batch that has a variance.",
      rules: [22, 23].compactMap { RuleID("R\($0)") },
      level: .required,
      profile: .math
    )
    let expectation = StepExpectation(tensors: [
      .output: try column(-0.5, 0.5),
      .batchMean: Tensor(vector: .float64([2])),
      .batchVar: Tensor(vector: .float64([1])),
      .runningMean: Tensor(vector: .float32([1])),
      .runningVar: Tensor(vector: .float32([1.5])),
      .numBatchesTracked: Tensor(scalar: 1),
    ])
    return GoldenCase(request: request, metadata: metadata, expectations: [expectation])
  }

  static func column(_ values: Float...) throws -> Tensor {
    try Tensor(shape: Shape([values.count, 1]), storage: .float32(values))
  }
}
