// SPDX-License-Identifier: MIT

import BatchNorm
import BNGoldenCases
import BNTensors
import Testing

/// Builds a case of one float32 channel, with expectations computed in binary64 from the rules.
struct OneChannelProgram {
  var configuration: LayerConfiguration
  var initial: LayerState
  var steps: [Step] = []
  var expectations: [StepExpectation] = []
  private var state: (mean: Float, variance: Float, count: Int64)
  private var tracks: Bool
  private var forwards: [Int: Forward] = [:]

  private struct Forward {
    var x: [Double]
    var mean: Double
    var scale: Double
    var usesBatch: Bool
  }

  let gamma: Float = 1.5
  let beta: Float = -0.25

  init(eps: Double = 1e-5, momentum: Double? = 0.1, tracks: Bool = true) {
    configuration = LayerConfiguration(
      kind: .oneDimensional,
      numFeatures: 1,
      eps: eps,
      momentum: momentum,
      trackRunningStats: tracks
    )
    state = (0, 1, 0)
    initial = LayerState(weight: .vector([gamma]), bias: .vector([beta]))
    self.tracks = tracks
    if tracks {
      (initial.runningMean, initial.runningVar) = (.vector([0]), .vector([1]))
      initial.numBatchesTracked = 0
    }
  }

  /// A forward in training (R20–R27).
  mutating func train(_ x: [Float]) {
    let values = x.map(Double.init)
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    if tracks {
      state.count += 1
      let factor = configuration.momentum ?? 1 / Double(state.count)
      state.mean = Float((1 - factor) * Double(state.mean) + factor * mean)
      state.variance = Float(
        (1 - factor) * Double(state.variance) + factor * variance * n / (n - 1)
      )
    }
    let scale = 1 / (variance + configuration.eps).squareRoot()
    append(Forward(x: values, mean: mean, scale: scale, usesBatch: true), .training, x)
    expectations[steps.count - 1].tensors[.batchMean] = Tensor(vector: .float64([mean]))
    expectations[steps.count - 1].tensors[.batchVar] = Tensor(vector: .float64([variance]))
  }

  /// A forward in evaluation (R29).
  mutating func evaluate(_ x: [Float]) {
    let scale = 1 / (Double(state.variance) + configuration.eps).squareRoot()
    let forward = Forward(
      x: x.map(Double.init),
      mean: Double(state.mean),
      scale: scale,
      usesBatch: false
    )
    append(forward, .evaluation, x)
  }

  /// A backward for every gradient (R33, R34).
  mutating func backward(of step: Int, _ dy: [Float], wants: [FirstOrderGradient]) throws {
    let forward = try #require(forwards[step])
    let (g, n) = (dy.map(Double.init), Double(dy.count))
    let c = forward.x.map { $0 - forward.mean }
    let (sum, product) = (g.reduce(0, +), zip(g, c).reduce(0) { $0 + $1.0 * $1.1 })
    let k = product * forward.scale * forward.scale / n
    let inputs = zip(g, c).map { gradient, c in
      let inner = forward.usesBatch ? gradient - sum / n - c * k : gradient
      return Float(Double(gamma) * forward.scale * inner)
    }
    steps.append(.backward(of: step, gradOutput: .column(dy), wants: wants))
    var tensors = stateTensors
    if wants.contains(.input) { tensors[.gradInput] = .column(inputs) }
    if wants.contains(.weight) { tensors[.gradWeight] = .vector([Float(product * forward.scale)]) }
    if wants.contains(.bias) { tensors[.gradBias] = .vector([Float(sum)]) }
    expectations.append(StepExpectation(tensors: tensors))
  }

  /// A double backward with an incoming gradient of the bias only: ∂g = B, ∂γ = ∂x = 0 (R39).
  mutating func doubleBackward(of step: Int, count: Int, bias: Float) {
    steps.append(
      .doubleBackward(
        of: step,
        incoming: SecondOrderInput(gradGradBias: .vector([bias])),
        wants: SecondOrderGradient.allCases
      )
    )
    var tensors = stateTensors
    tensors[.doubleGradOutput] = .column([Float](repeating: bias, count: count))
    tensors[.doubleGradInput] = .column([Float](repeating: 0, count: count))
    tensors[.doubleGradWeight] = .vector([0])
    expectations.append(StepExpectation(tensors: tensors))
  }

  /// Calls `reset_running_stats` (R4).
  mutating func reset() {
    if tracks { state = (0, 1, 0) }
    steps.append(.resetRunningStats)
    expectations.append(StepExpectation(tensors: stateTensors))
  }

  /// Sets the attribute `track_running_stats` (R32).
  mutating func setTracking(_ tracks: Bool) {
    self.tracks = tracks
    steps.append(.setTrackRunningStats(tracks))
    expectations.append(StepExpectation(tensors: stateTensors))
  }

  /// Loads other running statistics (R5).
  mutating func load(mean: Float, variance: Float, count: Int64) {
    state = (mean, variance, count)
    let loaded = LayerState(
      weight: initial.weight,
      bias: initial.bias,
      runningMean: .vector([mean]),
      runningVar: .vector([variance]),
      numBatchesTracked: count
    )
    steps.append(.loadState(version: .two, state: loaded))
    var tensors = stateTensors
    (tensors[.weight], tensors[.bias]) = (initial.weight, initial.bias)
    expectations.append(StepExpectation(tensors: tensors))
  }

  /// A training forward that must fail; the counter advances before the check (R8, R11, R16).
  mutating func fail(_ kind: ErrorKind, _ x: [Float]) {
    if kind != .rankMismatch { state.count += 1 }
    steps.append(.forward(mode: .training, input: .column(x)))
    expectations.append(StepExpectation(error: kind, tensors: stateTensors))
  }

  /// The case.
  func golden(
    tolerance: String = "certified",
    depth: String = "n"
  ) throws -> GoldenCase {
    GoldenCase(
      request: CaseRequest(
        id: try CaseID("test/program/f32"),
        configuration: configuration,
        initialState: initial,
        steps: steps
      ),
      metadata: try .test(tolerance: tolerance, depth: depth),
      expectations: expectations
    )
  }

  /// The answer that has every expected bit.
  var answer: [StepObservation] {
    expectations.map { expectation in
      StepObservation(
        error: expectation.error.map { ObservedError(kind: $0, message: "refused") },
        tensors: expectation.tensors.filter { !$0.key.isAdvisory }
      )
    }
  }

  private var stateTensors: [TensorName: Tensor] {
    guard initial.runningMean != nil else { return [:] }
    return [
      .runningMean: .vector([state.mean]),
      .runningVar: .vector([state.variance]),
      .numBatchesTracked: Tensor(scalar: state.count),
    ]
  }

  private mutating func append(_ forward: Forward, _ mode: ForwardMode, _ x: [Float]) {
    forwards[steps.count] = forward
    steps.append(.forward(mode: mode, input: .column(x)))
    var tensors = stateTensors
    tensors[.output] = .column(
      forward.x.map {
        Float(($0 - forward.mean) * forward.scale * Double(gamma) + Double(beta))
      }
    )
    expectations.append(StepExpectation(tensors: tensors))
  }
}
