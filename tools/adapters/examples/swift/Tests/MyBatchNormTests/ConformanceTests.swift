// SPDX-License-Identifier: MIT

import BatchNormConformance
import MyBatchNorm
import Testing

/// The adapter: it maps names and shapes, and declares what MyBatchNorm cannot do.
struct MyLayer: LayerUnderTest {
  private var layer: MyBatchNorm
  private let shape: Shape

  static let unsupported =
    [
      "affine=false", "partial_affine", "track_running_stats=false", "irregular_state",
      "double_backward", "reset_running_stats", "set_track_running_stats", "load_state",
    ].map { DeclaredLimit(feature: $0, reason: "MyBatchNorm has no such thing") }
    + ["float16", "bfloat16", "float64", "int64"]
    .flatMap { ["input_type=\($0)", "parameter_type=\($0)"] }
    .map { DeclaredLimit(feature: $0, reason: "float32 only") }

  init(configuration: LayerConfiguration, state: LayerState) throws {
    guard let weight = state.weight, let bias = state.bias, let mean = state.runningMean,
      let variance = state.runningVar
    else { throw UnsupportedCase("always has gamma, beta and running statistics") }  // as declared
    shape = weight.shape
    layer = MyBatchNorm(
      channels: configuration.numFeatures,
      eps: Float(configuration.eps),
      momentum: configuration.momentum.map { Float($0) }
    )
    layer.gamma = try weight.floats
    layer.beta = try bias.floats
    layer.runningMean = try mean.floats
    layer.runningVar = try variance.floats
    layer.batchesTracked = Int(state.numBatchesTracked ?? 0)
  }

  var state: LayerState {
    get throws {
      LayerState(
        weight: try Tensor(shape: shape, storage: .float32(layer.gamma)),
        bias: try Tensor(shape: shape, storage: .float32(layer.beta)),
        runningMean: try Tensor(shape: shape, storage: .float32(layer.runningMean)),
        runningVar: try Tensor(shape: shape, storage: .float32(layer.runningVar)),
        numBatchesTracked: Int64(layer.batchesTracked)
      )
    }
  }

  typealias SavedForward = (cache: MyBatchNorm.Cache, shape: Shape)

  mutating func forward(
    _ input: Tensor,
    mode: ForwardMode
  ) throws -> LayerForward<SavedForward> {
    let (y, cache) = layer.forward(
      try input.floats,
      samples: input.shape.dimensions[0],
      inner: input.shape.channelStride,
      training: mode == .training
    )
    let output = try Tensor(shape: input.shape, storage: .float32(y))
    return LayerForward(output: output, saved: (cache, input.shape))
  }

  func backward(
    _ saved: SavedForward,
    gradOutput: Tensor,
    wants: [FirstOrderGradient]
  ) throws -> LayerGradients {
    let (dx, dgamma, dbeta) = layer.backward(
      try gradOutput.floats,
      saved.cache,
      samples: saved.shape.dimensions[0],
      inner: saved.shape.channelStride
    )
    return LayerGradients(
      input: try Tensor(shape: saved.shape, storage: .float32(dx)),
      weight: try Tensor(shape: shape, storage: .float32(dgamma)),
      bias: try Tensor(shape: shape, storage: .float32(dbeta))
    )
  }
}

extension Tensor {
  fileprivate var floats: [Float] {
    get throws {
      guard case .float32(let values) = storage else { throw UnsupportedCase("float32 only") }
      return values
    }
  }
}

@Test(
  "MyBatchNorm does what the specification says",
  arguments: try ConformanceSuite.golden().cases(profile: .math)
)
func conforms(_ golden: ConformanceCase) {
  let verdict = golden.verdict(on: MyLayer.self)
  #expect(verdict.isAcceptable, "\(verdict)")
}

@Test("unsupported is the exception that it should be")
func answersEnough() throws {
  let verdicts = try ConformanceSuite.golden().cases(profile: .math).map {
    $0.verdict(on: MyLayer.self)
  }
  let passed = verdicts.count { $0.status == .passed }
  #expect(passed >= 200, "\(passed) of \(verdicts.count) passed")
}

@Test("the suite tells a wrong eps from the right one")
func sees() throws {
  struct WrongLayer: LayerUnderTest {
    var right: MyLayer

    init(configuration: LayerConfiguration, state: LayerState) throws {
      var configuration = configuration
      configuration.eps *= 1.01
      right = try MyLayer(configuration: configuration, state: state)
    }

    var state: LayerState { get throws { try right.state } }

    mutating func forward(
      _ input: Tensor,
      mode: ForwardMode
    ) throws -> LayerForward<MyLayer.SavedForward> { try right.forward(input, mode: mode) }
  }
  let cases = try ConformanceSuite.golden().cases(profile: .math, tag: "eps")
  #expect(cases.contains { $0.verdict(on: WrongLayer.self).status == .failed })
}
