// SPDX-License-Identifier: MIT

import BatchNorm
import BNTestSupport
import BNTensors
import Testing

@Suite("Forward")
struct ForwardTests {
  /// A layer with the state that its constructor makes.
  static func fresh(_ configuration: LayerConfiguration) -> BatchNormLayer {
    let c = configuration.numFeatures
    let type = configuration.parameterType
    func filled(_ value: Double) -> Tensor {
      Tensor(vector: .init(type, rounding: Array(repeating: value, count: c)))
    }
    return BatchNormLayer(
      configuration: configuration,
      state: LayerState(
        weight: configuration.affine ? filled(1) : nil,
        bias: configuration.affine ? filled(0) : nil,
        runningMean: configuration.trackRunningStats ? filled(0) : nil,
        runningVar: configuration.trackRunningStats ? filled(1) : nil,
        numBatchesTracked: configuration.trackRunningStats ? 0 : nil
      )
    )
  }

  @Test("normalizes with the biased variance and stores the unbiased one (R20–R23)")
  func trainsOnePair() throws {
    var layer = Self.fresh(
      LayerConfiguration(kind: .oneDimensional, numFeatures: 1, eps: 3, momentum: 0.5)
    )
    let pass = try layer.forward(float32([1, 3], [2, 1]), mode: .training)
    #expect(pass.output.floats == [-0.5, 0.5])
    #expect(layer.state.runningMean?.floats == [1])
    #expect(layer.state.runningVar?.floats == [1.5])
    #expect(layer.state.numBatchesTracked == 1)
    #expect(pass.batchMean?.doubles == [2])
    #expect(pass.batchVar?.doubles == [1])
  }

  @Test("agrees with a two-pass computation in binary64", arguments: 0..<12)
  func agreesWithTwoPass(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let (n, c, s) = (3, 4, 5)
    let x = (0..<(n * c * s)).map { _ in Float.random(in: -4...9, using: &random) }
    var layer = Self.fresh(LayerConfiguration(kind: .oneDimensional, numFeatures: c, eps: 0.01))
    layer.loadWeights(weight: [2, -1, 0, 0.5], bias: [0.25, 1, -3, 0])
    let pass = try layer.forward(float32(x, [n, c, s]), mode: .training)
    for channel in 0..<c {
      let offsets = (0..<n).flatMap { i in (0..<s).map { i * c * s + channel * s + $0 } }
      let values = offsets.map { Double(x[$0]) }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count)
      for offset in offsets {
        let gamma = [2, -1, 0, 0.5][channel]
        let beta = [0.25, 1, -3, 0][channel]
        let y = (Double(x[offset]) - mean) / (variance + 0.01).squareRoot() * gamma + beta
        #expect(abs(pass.output.double(at: offset) - y) <= abs(y) * 0x1p-24 + 1e-13)
      }
    }
  }

  @Test("momentum none averages batches equally and resumes from the counter (R27)")
  func cumulativeAverage() throws {
    var layer = Self.fresh(
      LayerConfiguration(kind: .oneDimensional, numFeatures: 1, momentum: nil)
    )
    _ = try layer.forward(float32([1, 3], [2, 1]), mode: .training)
    #expect(layer.state.runningMean?.floats == [2])
    #expect(layer.state.runningVar?.floats == [2])
    _ = try layer.forward(float32([4, 4, 4, 4], [4, 1]), mode: .training)
    #expect(layer.state.runningMean?.floats == [3])
    #expect(layer.state.runningVar?.floats == [1])
  }

  @Test("evaluation uses running statistics and changes nothing (R29, R30)")
  func evaluation() throws {
    var layer = Self.fresh(LayerConfiguration(kind: .oneDimensional, numFeatures: 1, eps: 1))
    layer.loadStatistics(mean: [2], variance: [3], count: 7)
    let before = layer.state
    let pass = try layer.forward(float32([6], [1, 1]), mode: .evaluation)
    #expect(pass.output.floats == [2])
    #expect(layer.state == before)
    #expect(pass.batchMean == nil)
  }

  @Test("without tracking evaluation uses the batch (R31)")
  func untracked() throws {
    let configuration = LayerConfiguration(
      kind: .oneDimensional,
      numFeatures: 1,
      eps: 3,
      trackRunningStats: false
    )
    var layer = Self.fresh(configuration)
    let pass = try layer.forward(float32([1, 3], [2, 1]), mode: .evaluation)
    #expect(pass.output.floats == [-0.5, 0.5])
    #expect(throws: ErrorKind.tooFewValues) {
      try layer.forward(float32([1], [1, 1]), mode: .evaluation)
    }
  }

  @Test("a NaN stays in its channel, an infinity makes the mean infinite (R28)")
  func specialInputs() throws {
    var layer = Self.fresh(LayerConfiguration(kind: .oneDimensional, numFeatures: 3, momentum: 1))
    let x: [Float] = [1, .nan, .infinity, 3, 0, 1]
    let pass = try layer.forward(float32(x, [2, 3]), mode: .training)
    let y = pass.output.floats
    #expect(y[0] == -y[3] && y[0].isFinite)
    #expect([1, 2, 4, 5].allSatisfy { y[$0].isNaN })
    let mean = try #require(layer.state.runningMean?.floats)
    #expect(mean[0] == 2 && mean[1].isNaN && mean[2] == .infinity)
    let variance = try #require(layer.state.runningVar?.floats)
    #expect(variance[0] == 2 && variance[1].isNaN && variance[2].isNaN)
  }

  @Test("a constant channel gives β exactly, however large")
  func constantChannel() throws {
    var layer = Self.fresh(LayerConfiguration(kind: .oneDimensional, numFeatures: 1))
    layer.loadWeights(weight: [3], bias: [0.1])
    let pass = try layer.forward(float32([1e7, 1e7, 1e7], [3, 1]), mode: .training)
    #expect(pass.output.floats == [0.1, 0.1, 0.1])
  }

  @Test(
    "reduced inputs go with float32 parameters and keep their type (R18)",
    arguments: [
      ElementType.float16, .bfloat16,
    ]
  )
  func mixedTypes(type: ElementType) throws {
    var layer = Self.fresh(
      LayerConfiguration(
        kind: .oneDimensional,
        numFeatures: 1,
        eps: 3,
        momentum: 0.5,
        inputType: type
      )
    )
    let input = try Tensor(shape: Shape([2, 1]), storage: .init(type, rounding: [1, 3]))
    let pass = try layer.forward(input, mode: .training)
    #expect(pass.output.elementType == type)
    #expect(pass.output.doubles == [-0.5, 0.5])
    #expect(layer.state.runningVar?.elementType == .float32)
  }
}

extension BatchNormLayer {
  /// Loads weight and bias through the state dict.
  mutating func loadWeights(weight: [Float], bias: [Float]) {
    var state = state
    state.weight = Tensor(vector: .float32(weight))
    state.bias = Tensor(vector: .float32(bias))
    try? loadState(state, version: .two)
  }

  /// Loads running statistics through the state dict.
  mutating func loadStatistics(mean: [Float], variance: [Float], count: Int64) {
    var state = state
    state.runningMean = Tensor(vector: .float32(mean))
    state.runningVar = Tensor(vector: .float32(variance))
    state.numBatchesTracked = count
    try? loadState(state, version: .two)
  }
}
