// SPDX-License-Identifier: MIT

import BatchNorm
import BNTensors
import Testing

@testable import BNGoldenCases

@Suite("A case in another form")
struct PresentationTests {
  private func tensor(_ shape: [Int], from start: Int = 0) throws -> Tensor {
    let shape = try Shape(shape)
    let values = (0..<shape.count).map { Float($0 + start) }
    return try Tensor(shape: shape, storage: .float32(values))
  }

  private func golden(
    _ kind: LayerKind,
    _ shape: [Int],
    error: ErrorKind? = nil,
    gradient: [Int]? = nil
  ) throws -> GoldenCase {
    let input = try tensor(shape)
    var steps: [Step] = [.forward(mode: .training, input: input)]
    var expectations = [StepExpectation(error: error, tensors: [.output: input])]
    if let gradient {
      let dy = try tensor(gradient, from: 100)
      steps.append(.backward(of: 0, gradOutput: dy, wants: [.input]))
      expectations.append(StepExpectation(tensors: [.gradInput: dy]))
    }
    let channels = shape.count > 1 ? shape[1] : 1
    return GoldenCase(
      request: CaseRequest(
        id: try CaseID("test/form/f32"),
        configuration: LayerConfiguration(kind: kind, numFeatures: channels, affine: false),
        initialState: LayerState(),
        steps: steps
      ),
      metadata: CaseMetadata(
        title: "A test",
        rationale: "Made up.",
        rules: [],
        level: .required,
        profile: .math
      ),
      expectations: expectations
    )
  }

  private func input(_ golden: GoldenCase?) -> Tensor? {
    guard case .forward(_, let input) = golden?.request.steps[0] else { return nil }
    return input
  }

  @Test(
    "has the same number of values in every channel",
    arguments: [
      ([5, 3], Presentation.twoDimensional, [5, 3, 1, 1]),
      ([5, 3], .sequence, [5, 3, 1]), ([5, 3], .threeDimensional, [5, 3, 1, 1, 1]),
      ([2, 3, 12], .twoDimensional, [2, 3, 3, 4]), ([2, 3, 7], .twoDimensional, [2, 3, 1, 7]),
      ([2, 3, 12], .threeDimensional, [2, 3, 2, 2, 3]), ([2, 3, 12], .matrix, [24, 3]),
      ([2, 3, 0], .twoDimensional, [2, 3, 1, 0]), ([0, 3], .threeDimensional, [0, 3, 1, 1, 1]),
    ]
  )
  func shapes(shape: [Int], form: Presentation, expected: [Int]) throws {
    let folded = try #require(golden(.oneDimensional, shape).presented(as: form))
    #expect(input(folded)?.shape.dimensions == expected)
    #expect(folded.expectations[0].tensors[.output]?.shape.dimensions == expected)
    #expect(folded.request.configuration.kind == form.kind)
    #expect(folded.id.text == "test/form/f32@\(form.rawValue)")
  }

  @Test("keeps the values of each channel, and their order", arguments: Presentation.allCases)
  func channels(form: Presentation) throws {
    let own = try golden(.threeDimensional, [2, 3, 2, 3, 4], gradient: [2, 3, 2, 3, 4])
    let folded = own.presented(as: form) ?? own
    func values(_ tensor: Tensor?) -> [[Double]] {
      guard let tensor else { return [] }
      return (0..<3).map { channel in
        (0..<tensor.count).filter { tensor.shape.channel(ofOffset: $0) == channel }
          .map(tensor.double)
      }
    }
    #expect(values(input(folded)) == values(input(own)))
    let gradients = [folded, own].map { values($0.expectations[1].tensors[.gradInput]) }
    #expect(gradients[0] == gradients[1] && !gradients[0].isEmpty)
  }

  @Test("is none where the case is about ranks, kinds or shapes of gradients")
  func unfoldable() throws {
    #expect(try golden(.twoDimensional, [2, 3], error: .rankMismatch).otherForms == [])
    #expect(try golden(.twoDimensional, [2, 3, 4]).otherForms == [])
    #expect(try golden(.oneDimensional, [4]).otherForms == [])
    #expect(try golden(.oneDimensional, [4, 3], gradient: [3, 4]).otherForms == [])
    #expect(try golden(.oneDimensional, [4, 3]).presented(as: .matrix) == nil)
    #expect(try !golden(.oneDimensional, [4, 0]).otherForms.contains(.anyDimensional))
    #expect(try golden(.oneDimensional, [4, 3], error: .tooFewValues).otherForms.count == 3)
    var tracked = try golden(.oneDimensional, [4, 3])
    tracked.request.initialState.numBatchesTracked = 0
    #expect(tracked.otherForms.contains(.anyDimensional))
  }

  @Test("has sizes as near to each other as divisors allow", arguments: 0..<300)
  func factors(product: Int) {
    for count in 1...3 {
      let sizes = Presentation.factors(product, count: count)
      #expect(sizes.count == count && sizes.reduce(1, *) == product)
      #expect(count != 2 || product == 0 || sizes == sizes.sorted())
    }
  }
}
