// SPDX-License-Identifier: MIT

internal import BNDifferential
internal import BatchNorm
internal import BNGoldenCases
internal import BNImplementations
internal import BNTensors

/// The data of one case of the adversarial search: two channels, training, gradients, evaluation.
struct SearchCandidate {
  private var x: [Float]
  private var gradient: [Float]
  private var second: [Float]
  private var weight: [Float]
  private var bias: [Float]
  private let n: Int
  private let eps: Double
  private let momentum: Double
  /// The order of summation that the sound variants use.
  let order: UInt64
  /// The regime in words.
  let regime: String

  init(_ random: inout DrawnNumbers) {
    n = [2, 3, 4, 5, 7, 8, 16, 33, 64].randomElement(using: &random) ?? 4
    let offset: Double = [0, 0.5, 3, 10, 100, 1000].randomElement(using: &random) ?? 0
    let deviation: Double = [0.01, 0.3, 1, 4].randomElement(using: &random) ?? 1
    eps = [1e-12, 1e-5, 1e-3, 0.1, 1].randomElement(using: &random) ?? 1e-5
    momentum = [0.1, 0.3, 0.9, 1].randomElement(using: &random) ?? 0.1
    order = UInt64.random(in: 0...50, using: &random)
    let betaSize: Float = [0, 1, 30].randomElement(using: &random) ?? 0
    func values(_ count: Int, _ mean: Double, _ spread: Double) -> [Float] {
      (0..<count).map { _ in
        Float(mean + spread * Double.random(in: -1.7...1.7, using: &random))
      }
    }
    x = values(2 * n, offset * deviation, deviation)
    gradient = values(2 * n, 0.4, 1)
    second = values(2 * n, 0.2, 1)
    weight = values(2, 0, 2)
    bias = values(2, 0, 1).map { $0 * betaSize }
    regime = "n = \(n), mean \(offset) deviations of \(deviation), eps \(eps), momentum \(momentum)"
  }

  /// Changes a few numbers by a little or by much.
  mutating func change(_ random: inout DrawnNumbers) {
    for _ in 0..<3 {
      let k = Int.random(in: 0..<x.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: x[k] *= 1 + Float.random(in: -0.01...0.01, using: &random)
      case 1: x[k] = x[Int.random(in: 0..<x.count, using: &random)]
      case 2: gradient[k] *= Float.random(in: -1.5...1.5, using: &random)
      case 3: second[k] *= Float.random(in: -1.5...1.5, using: &random)
      default:
        let c = k % 2
        weight[c] *= Float.random(in: 0.5...2, using: &random)
        bias[c] *= Float.random(in: -2...2, using: &random)
      }
    }
  }

  /// The case with the reference's exact answers as expectations.
  func golden() async -> GoldenCase? {
    guard let request else { return nil }
    guard
      case .ran(let observations)? = try? await ReferenceImplementation().withSession({ session in
        await session.answer(request)
      })
    else { return nil }
    return GoldenCase(
      request: request,
      metadata: CaseMetadata(
        title: "adversarial",
        rationale: "adversarial",
        rules: [],
        level: .required,
        profile: .math
      ),
      expectations: observations.map {
        StepExpectation(error: $0.error?.kind, tensors: $0.tensors)
      }
    )
  }

  private var request: CaseRequest? {
    guard let id = try? CaseID("search/candidate/f32"), let shape = try? Shape([n, 2]),
      let input = try? Tensor(shape: shape, storage: .float32(x)),
      let dy = try? Tensor(shape: shape, storage: .float32(gradient)),
      let p = try? Tensor(shape: shape, storage: .float32(second))
    else { return nil }
    let gamma = Tensor(vector: .float32(weight))
    return CaseRequest(
      id: id,
      configuration: LayerConfiguration(
        kind: .oneDimensional,
        numFeatures: 2,
        eps: eps,
        momentum: momentum
      ),
      initialState: LayerState(
        weight: gamma,
        bias: Tensor(vector: .float32(bias)),
        runningMean: Tensor(vector: .float32([0.5, -3])),
        runningVar: Tensor(vector: .float32([0.7, 4])),
        numBatchesTracked: 2
      ),
      steps: [
        .forward(mode: .training, input: input),
        .backward(of: 0, gradOutput: dy, wants: [.input, .weight, .bias]),
        .doubleBackward(
          of: 1,
          incoming: SecondOrderInput(gradGradInput: p, gradGradWeight: gamma, gradGradBias: gamma),
          wants: [.gradOutput, .weight, .input]
        ),
        .forward(mode: .evaluation, input: input),
        .backward(of: 3, gradOutput: dy, wants: [.input, .weight, .bias]),
      ]
    )
  }
}
