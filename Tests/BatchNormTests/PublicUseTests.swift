// SPDX-License-Identifier: MIT

import BatchNorm
import Testing

@Suite("What a package that imports BatchNorm alone can do")
struct PublicUseTests {
  @Test("the example of the module's article")
  func example() throws {
    let configuration = LayerConfiguration(
      kind: .oneDimensional,
      numFeatures: 1,
      eps: 3,
      momentum: 0.5
    )
    var layer = BatchNormLayer(configuration: configuration, state: .initial(for: configuration))
    let input = try Tensor(shape: [2, 1], [1, 3] as [Float])
    let pass = try layer.forward(input, mode: .training)
    print(pass.output.doubles)  // [-0.5, 0.5]
    print(layer.state.runningVar?.doubles ?? [])  // [1.5]
    let gradients = try pass.backward(gradOutput: input, wants: [.input, .bias])
    print(gradients.bias?.doubles ?? [])  // [4.0]
    #expect(pass.output.doubles == [-0.5, 0.5])
    #expect(layer.state.runningVar?.doubles == [1.5])
    #expect(gradients.bias?.doubles == [4])
  }

  @Test("initial states are what the constructor makes", arguments: [true, false], [true, false])
  func initial(affine: Bool, tracks: Bool) {
    let configuration = LayerConfiguration(
      kind: .twoDimensional,
      numFeatures: 3,
      affine: affine,
      trackRunningStats: tracks,
      parameterType: .float64
    )
    let state = LayerState.initial(for: configuration)
    #expect(state.weight?.doubles == (affine ? [1, 1, 1] : nil))
    #expect(state.bias?.doubles == (affine ? [0, 0, 0] : nil))
    #expect(state.runningMean?.doubles == (tracks ? [0, 0, 0] : nil))
    #expect(state.runningVar?.doubles == (tracks ? [1, 1, 1] : nil))
    #expect(state.numBatchesTracked == (tracks ? 0 : nil))
    #expect(state.weight?.elementType == (affine ? .float64 : nil))
  }

  @Test("elements that do not fill a shape, and shapes that are none, are refused")
  func tensors() {
    #expect(throws: TensorError.self) { try Tensor(shape: [2, 2], [1, 2, 3] as [Float]) }
    #expect(throws: ShapeError.self) { try Tensor(shape: [-1], [] as [Double]) }
  }
}
