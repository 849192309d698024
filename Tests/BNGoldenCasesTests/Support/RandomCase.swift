// SPDX-License-Identifier: MIT

import BatchNorm
import BNBounds
import BNTensors
import BNTestSupport

@testable import BNGoldenCases

/// Makes valid golden cases with every kind of step and arbitrary bits, NaN and infinities included.
struct RandomCase {
  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// A case of the feature `random`; the index makes its id unique.
  mutating func next(index: Int) throws -> GoldenCase {
    let configuration = configuration()
    let channels = configuration.numFeatures
    let state = try state(of: configuration.parameterType, channels: channels, all: false)
    var steps: [Step] = []
    var failing: [Bool] = []
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let step = try step(configuration, state, earlier: steps, failing: failing)
      steps.append(step)
      failing.append(Int.random(in: 0..<5, using: &random) == 0)
    }
    let type = configuration.inputType.abbreviation
    let request = CaseRequest(
      id: try CaseID("random/case-\(index)/\(type)"),
      configuration: configuration,
      initialState: state,
      steps: steps
    )
    let expectations = try steps.indices.map { index in
      try expectation(of: request, step: index, failing: failing[index])
    }
    return GoldenCase(request: request, metadata: metadata(), expectations: expectations)
  }

  private mutating func configuration() -> LayerConfiguration {
    let floats: [ElementType] = [.float16, .bfloat16, .float32, .float64]
    return LayerConfiguration(
      kind: pick(LayerKind.allCases),
      numFeatures: Int.random(in: 0...3, using: &random),
      eps: pick([1e-5, 0, -1, .nan, .infinity, 0.1]),
      momentum: pick([nil, 0.1, .nan, -1, 0.3]),
      affine: Bool.random(using: &random),
      trackRunningStats: Bool.random(using: &random),
      parameterType: pick(floats),
      inputType: pick(floats + [.int64])
    )
  }

  private mutating func metadata() -> CaseMetadata {
    CaseMetadata(
      title: pick(["A title", "Größe ≥ 1", ""]),
      rationale: pick(["Why,\nin two lines.", ""]),
      rules: pick([[], [1], [22, 41]]).compactMap { RuleID("R\($0)") },
      level: pick(CaseLevel.allCases),
      profile: pick(CaseProfile.allCases),
      tags: pick([[], ["one"], ["one", "two words", ""]]),
      upstream: pick([nil, "2.10"]),
      tolerance: pick([
        .certified, .exact, .torch, .ulp(4), .allclose(relative: 1e-5, absolute: 1e-8),
      ]),
      boundDepth: pick([.valuesPerChannel, .blocked, .fixed(17)]),
      difficulty: pick([
        nil, CaseDifficulty(valuesPerChannel: 8, offsetRatio: .infinity, cancellation: .nan),
      ])
    )
  }

  private mutating func step(
    _ configuration: LayerConfiguration,
    _ state: LayerState,
    earlier: [Step],
    failing: [Bool]
  ) throws -> Step {
    let forwards = earlier.indices.filter { index in
      if case .forward = earlier[index] { !failing[index] } else { false }
    }
    let backwards = earlier.indices.filter { index in
      if case .backward = earlier[index] { !failing[index] } else { false }
    }
    switch Int.random(in: 0..<12, using: &random) {
    case 1, 2:
      guard let of = forwards.randomElement(using: &random),
        case .forward(_, let input) = earlier[of]
      else { break }
      let gradient = try tensor(configuration.inputType, input.shape)
      return .backward(of: of, gradOutput: gradient, wants: some(FirstOrderGradient.allCases))
    case 3:
      guard let of = backwards.randomElement(using: &random),
        case .backward(_, let gradOutput, _) = earlier[of]
      else { break }
      let incoming = SecondOrderInput(
        gradGradInput: try tensor(configuration.inputType, gradOutput.shape),
        gradGradWeight: try state.weight.map { try tensor($0.elementType, $0.shape) },
        gradGradBias: try state.bias.map { try tensor($0.elementType, $0.shape) }
      )
      let wants = some(SecondOrderGradient.allCases)
      return .doubleBackward(of: of, incoming: incoming, wants: wants)
    case 4: return .resetRunningStats
    case 5: return .setTrackRunningStats(Bool.random(using: &random))
    case 6:
      return .loadState(
        version: pick(StateVersion.allCases),
        state: try self.state(of: configuration.parameterType, channels: 2, all: true)
      )
    case 8: return .setEps(pick([0.5, 1e-12, 0]))
    case 9: return .setMomentum(pick([0.25, nil, .infinity]))
    case 10: return .copy
    case 11: return earlier.contains(.copy) ? .switchCopy : .setGradEnabled(true)
    default: break
    }
    let input = try tensor(configuration.inputType, try shape(channels: configuration.numFeatures))
    return .forward(mode: pick([.training, .evaluation]), input: input)
  }

  private mutating func expectation(
    of request: CaseRequest,
    step: Int,
    failing: Bool
  ) throws -> StepExpectation {
    var tensors: [TensorName: Tensor] = [:]
    let withStatistics = Bool.random(using: &random)
    for rule in ExpectationRule.rules(of: request, step: step, failing: failing)
    where rule.isRequired || withStatistics {
      guard case .exactly(let shape, _) = rule.shape else { continue }
      tensors[rule.name] = try tensor(rule.type, shape)
    }
    return StepExpectation(error: failing ? pick(ErrorKind.allCases) : nil, tensors: tensors)
  }

  private mutating func state(
    of type: ElementType,
    channels: Int,
    all: Bool
  ) throws -> LayerState {
    let count = Int64.random(in: -1...9, using: &random)
    return LayerState(
      weight: try parameter(type, channels, all),
      bias: try parameter(type, channels, all),
      runningMean: try parameter(type, channels, all),
      runningVar: try parameter(type, channels, all),
      numBatchesTracked: all || Bool.random(using: &random) ? count : nil
    )
  }

  private mutating func parameter(
    _ type: ElementType,
    _ channels: Int,
    _ all: Bool
  ) throws -> Tensor? {
    guard all || Bool.random(using: &random) else { return nil }
    let usual = Shape.vector(channels)
    return try tensor(type, try pick([usual, usual, Shape([channels, 1]), .vector(5), .scalar]))
  }

  private mutating func shape(channels: Int) throws -> Shape {
    let rest = (0..<Int.random(in: 0...2, using: &random)).map { _ in
      Int.random(in: 0...3, using: &random)
    }
    return try Shape([Int.random(in: 0...4, using: &random), channels] + rest)
  }

  private mutating func tensor(_ type: ElementType, _ shape: Shape) throws -> Tensor {
    let bits = (0..<shape.count).map { _ in random.next() }
    return try Tensor(shape: shape, storage: TensorStorage(type, bits: bits))
  }

  private mutating func some<Item>(_ items: [Item]) -> [Item] {
    let chosen = items.filter { _ in Bool.random(using: &random) }
    return chosen.isEmpty ? [items[Int.random(in: 0..<items.count, using: &random)]] : chosen
  }

  private mutating func pick<Item>(_ items: [Item]) -> Item {
    items[Int.random(in: 0..<items.count, using: &random)]
  }
}
