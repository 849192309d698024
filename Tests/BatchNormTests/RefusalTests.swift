// SPDX-License-Identifier: MIT

import BatchNorm
import BNTensors
import Testing

@Suite("Refusals and the state after them")
struct RefusalTests {
  private func layer(_ configuration: LayerConfiguration) -> BatchNormLayer {
    ForwardTests.fresh(configuration)
  }

  @Test(
    "the rank decides first and leaves the counter alone (R7, R16)",
    arguments: [
      (LayerKind.oneDimensional, [2, 3, 4, 5]), (.oneDimensional, [3]),
      (.twoDimensional, [2, 3, 4]),
      (.twoDimensional, [2, 3]), (.threeDimensional, [2, 3, 4, 5]), (.anyDimensional, [3]),
    ]
  )
  func rank(kind: LayerKind, dimensions: [Int]) throws {
    var layer = layer(LayerConfiguration(kind: kind, numFeatures: 3, eps: 0))
    let input = try float32(Array(repeating: 1, count: dimensions.reduce(1, *)), dimensions)
    #expect(throws: ErrorKind.rankMismatch) { try layer.forward(input, mode: .training) }
    #expect(layer.state.numBatchesTracked == 0)
  }

  @Test("one value per channel wins over eps, and both raise the counter (R11, R12, R16)")
  func tooFewValues() throws {
    var layer = layer(LayerConfiguration(kind: .oneDimensional, numFeatures: 3, eps: 0))
    let one = try float32([1, 2, 3], [1, 3])
    let two = try float32([1, 2, 3, 4, 5, 6], [2, 3])
    #expect(throws: ErrorKind.tooFewValues) { try layer.forward(one, mode: .training) }
    #expect(throws: ErrorKind.nonpositiveEps) { try layer.forward(two, mode: .training) }
    #expect(throws: ErrorKind.nonpositiveEps) { try layer.forward(one, mode: .evaluation) }
    #expect(layer.state.numBatchesTracked == 2)
    #expect(layer.state.runningMean?.floats == [0, 0, 0])
    #expect(layer.state.runningVar?.floats == [1, 1, 1])
  }

  @Test("a NaN eps passes and gives NaN (R12)")
  func notANumberEps() throws {
    var layer = layer(LayerConfiguration(kind: .oneDimensional, numFeatures: 1, eps: .nan))
    let pass = try layer.forward(float32([1, 2], [2, 1]), mode: .training)
    #expect(pass.output.floats.allSatisfy { $0.isNaN })
    #expect(layer.state.numBatchesTracked == 1)
  }

  @Test("a wrong channel count is refused after the counter went up (R14, R16)")
  func channels() throws {
    var layer = layer(LayerConfiguration(kind: .oneDimensional, numFeatures: 2))
    #expect(throws: ErrorKind.channelMismatch) {
      try layer.forward(float32([1, 2, 3, 4, 5, 6], [2, 3]), mode: .training)
    }
    #expect(layer.state.numBatchesTracked == 1)
  }

  @Test("an empty batch passes before the channel checks (R13)")
  func emptyBatch() throws {
    var layer = layer(LayerConfiguration(kind: .oneDimensional, numFeatures: 2))
    let pass = try layer.forward(float32([], [0, 3]), mode: .training)
    #expect(pass.output.shape.dimensions == [0, 3])
    #expect(layer.state.numBatchesTracked == 1)
    #expect(layer.state.runningVar?.floats == [1, 1])
    let gradients = try pass.backward(
      gradOutput: float32([], [0, 3]),
      wants: [.input, .weight, .bias]
    )
    #expect(gradients.weight?.floats == [0, 0])
  }

  @Test("running statistics come in pairs in training and both in evaluation (R14, R15)")
  func pairs() throws {
    let configuration = LayerConfiguration(kind: .oneDimensional, numFeatures: 1)
    var half = BatchNormLayer(
      configuration: configuration,
      state: LayerState(runningMean: float32(0))
    )
    let input = try float32([1, 2], [2, 1])
    #expect(throws: ErrorKind.unpairedRunningStats) { try half.forward(input, mode: .training) }
    #expect(throws: ErrorKind.missingRunningStats) { try half.forward(input, mode: .evaluation) }
  }

  @Test(
    "types must agree unless a reduced input meets float32 (R17, R18)",
    arguments: [
      (ElementType.float64, ElementType.float32, ErrorKind?.some(.mixedTypes)),
      (.float32, .float64, .mixedTypes), (.float16, .bfloat16, .mixedTypes),
      (.float16, .float64, .mixedTypes), (.int64, .float32, .unsupportedType),
      (.float16, .float32, nil), (.bfloat16, .float32, nil), (.bfloat16, .bfloat16, nil),
    ]
  )
  func types(input: ElementType, parameters: ElementType, expected: ErrorKind?) throws {
    var layer = layer(
      LayerConfiguration(
        kind: .oneDimensional,
        numFeatures: 1,
        parameterType: parameters,
        inputType: input
      )
    )
    let x = try Tensor(shape: Shape([2, 1]), storage: .init(input, rounding: [1, 2]))
    var seen: ErrorKind?
    do throws(ErrorKind) { _ = try layer.forward(x, mode: .training) } catch { seen = error }
    #expect(seen == expected)
  }

  @Test("strict loading needs the counter from version 2 on (R5)")
  func loading() throws {
    var layer = layer(LayerConfiguration(kind: .oneDimensional, numFeatures: 1))
    var state = layer.state
    state.numBatchesTracked = nil
    state.runningMean = float32(5)
    #expect(throws: ErrorKind.missingStateKey) { try layer.loadState(state, version: .two) }
    #expect(layer.state.runningMean?.floats == [5])
    try layer.loadState(state, version: .one)
    #expect(layer.state.numBatchesTracked == 0)
  }
}
