// SPDX-License-Identifier: MIT

import BatchNorm
import BNKernels
import BNTestSupport
import BNTensors
import Testing

@Suite("Gradients")
struct BackwardTests {
  private struct Problem {
    var layer: BatchNormLayer
    var x: [Double]
    var dy: [Double]
    var p: [Double]
    let shape: Shape

    /// A float64 problem of two channels with three samples of two positions.
    init(seed: UInt64) throws {
      var random = SplitMix64(seed: seed)
      func values(_ count: Int) -> [Double] {
        (0..<count).map { _ in Double.random(in: -2...3, using: &random) }
      }
      shape = try Shape([3, 2, 2])
      (x, dy, p) = (values(12), values(12), values(12))
      layer = BatchNormLayer(
        configuration: LayerConfiguration(
          kind: .oneDimensional,
          numFeatures: 2,
          eps: 0.05,
          parameterType: .float64,
          inputType: .float64
        ),
        state: LayerState(
          weight: Tensor(vector: .float64([1.5, -0.75])),
          bias: Tensor(vector: .float64([0.5, 1])),
          runningMean: Tensor(vector: .float64([0.5, 1])),
          runningVar: Tensor(vector: .float64([2, 0.5])),
          numBatchesTracked: 3
        )
      )
    }

    func tensor(_ values: [Double]) throws -> Tensor {
      try Tensor(shape: shape, storage: .float64(values))
    }

    func pass(x: [Double], mode: ForwardMode) throws -> ForwardPass {
      var copy = layer
      return try copy.forward(tensor(x), mode: mode)
    }

    /// ⟨dy, y⟩.
    func loss(x: [Double], mode: ForwardMode) throws -> Double {
      zip(dy, try pass(x: x, mode: mode).output.doubles).map(*).reduce(0, +)
    }

    /// ⟨P, dx⟩ + ⟨Q, dγ⟩ + ⟨B, dβ⟩.
    func secondLoss(x: [Double], dy: [Double], mode: ForwardMode, q: [Double], b: [Double])
      throws -> Double
    {
      let gradients = try pass(x: x, mode: mode).backward(
        gradOutput: tensor(dy),
        wants: [.input, .weight, .bias]
      )
      let terms = zip(
        p + q + b,
        [gradients.input, gradients.weight, gradients.bias].flatMap { $0?.doubles ?? [] }
      )
      return terms.map(*).reduce(0, +)
    }
  }

  @Test(
    "grad_input is the derivative of the output (R33, R34)",
    arguments: [
      ForwardMode.training, .evaluation,
    ]
  )
  func firstOrder(mode: ForwardMode) throws {
    let problem = try Problem(seed: 5)
    let gradients = try problem.pass(x: problem.x, mode: mode)
      .backward(gradOutput: problem.tensor(problem.dy), wants: [.input])
    let step = 0x1p-17
    for j in problem.x.indices {
      var (up, down) = (problem.x, problem.x)
      up[j] += step
      down[j] -= step
      let slope =
        try (problem.loss(x: up, mode: mode) - problem.loss(x: down, mode: mode)) / (2 * step)
      #expect(abs(slope - (gradients.input?.double(at: j) ?? .nan)) < 1e-8)
    }
  }

  @Test(
    "second-order gradients are derivatives of the first-order ones (R39, R40)",
    arguments: [
      ForwardMode.training, .evaluation,
    ]
  )
  func secondOrder(mode: ForwardMode) throws {
    let problem = try Problem(seed: 9)
    let (q, b) = ([0.7, -1.2], [0.3, 2])
    let incoming = SecondOrderInput(
      gradGradInput: try problem.tensor(problem.p),
      gradGradWeight: Tensor(vector: .float64(q)),
      gradGradBias: Tensor(vector: .float64(b))
    )
    let second = try problem.pass(x: problem.x, mode: mode).doubleBackward(
      gradOutput: problem.tensor(problem.dy),
      incoming: incoming,
      wants: [.gradOutput, .weight, .input]
    )
    let step = 0x1p-17
    for j in problem.x.indices {
      var (up, down) = (problem.x, problem.x)
      up[j] += step
      down[j] -= step
      let byInput =
        try
        (problem.secondLoss(x: up, dy: problem.dy, mode: mode, q: q, b: b)
        - problem.secondLoss(x: down, dy: problem.dy, mode: mode, q: q, b: b)) / (2 * step)
      #expect(abs(byInput - (second.input?.double(at: j) ?? .nan)) < 1e-7)
      (up, down) = (problem.dy, problem.dy)
      up[j] += step
      down[j] -= step
      let byOutput =
        try
        (problem.secondLoss(x: problem.x, dy: up, mode: mode, q: q, b: b)
        - problem.secondLoss(x: problem.x, dy: down, mode: mode, q: q, b: b)) / (2 * step)
      #expect(abs(byOutput - (second.gradOutput?.double(at: j) ?? .nan)) < 1e-8)
    }
    // dx is linear in γ, so ∂γ is the projection of dx at γ = 1 onto P.
    var unit = problem
    unit.layer = BatchNormLayer(
      configuration: problem.layer.configuration,
      state: {
        var state = problem.layer.state
        state.weight = Tensor(vector: .float64([1, 1]))
        return state
      }()
    )
    let dx = try #require(
      try unit.pass(x: unit.x, mode: mode)
        .backward(gradOutput: unit.tensor(unit.dy), wants: [.input]).input
    )
    for channel in 0..<2 {
      let offsets = problem.x.indices.filter { problem.shape.channel(ofOffset: $0) == channel }
      let projection = offsets.map { problem.p[$0] * dx.double(at: $0) }.reduce(0, +)
      #expect(abs(projection - (second.weight?.double(at: channel) ?? .nan)) < 1e-12)
    }
  }

  @Test("a constant gradient gives exactly zero grad_input and grad_weight in training (R37)")
  func constantGradient() throws {
    let problem = try Problem(seed: 2)
    let ones = try problem.tensor(Array(repeating: 1.25, count: 12))
    let gradients = try problem.pass(x: problem.x, mode: .training)
      .backward(gradOutput: ones, wants: [.input, .weight, .bias])
    #expect(gradients.input?.doubles.allSatisfy { $0 == 0 } == true)
    #expect(gradients.weight?.doubles == [0, 0])
    #expect(gradients.bias?.doubles == [7.5, 7.5])
  }

  @Test("only the wanted gradients are made (R35)")
  func masks() throws {
    let problem = try Problem(seed: 3)
    let pass = try problem.pass(x: problem.x, mode: .training)
    let gradients = try pass.backward(gradOutput: problem.tensor(problem.dy), wants: [.bias])
    #expect(gradients.input == nil && gradients.weight == nil && gradients.bias != nil)
  }

  @Test(
    "a gradient of another shape or type is refused, by the specification and by the kernels",
    arguments: [KernelSettings.specified, .preferred],
    [
      ([0, 2, 3], ElementType.float32), ([1, 2, 3], .float32), ([2, 2, 2], .float32),
      ([2, 3, 2], .float32), ([12], .float32), ([2, 2, 3], .float64), ([2, 2, 3], .int64),
    ]
  )
  func mismatch(settings: KernelSettings, form: (dimensions: [Int], type: ElementType)) throws {
    var layer = ForwardTests.fresh(LayerConfiguration(kind: .oneDimensional, numFeatures: 2))
    layer = BatchNormLayer(
      configuration: layer.configuration,
      state: layer.state,
      settings: settings
    )
    let pass = try layer.forward(
      float32((0..<12).map { Float($0) }, [2, 2, 3]),
      mode: .training
    )
    let shape = try Shape(form.dimensions)
    let ones = [Double](repeating: 1, count: shape.count)
    let gradient = try Tensor(shape: shape, storage: TensorStorage(form.type, rounding: ones))
    let right = try float32((0..<12).map { Float($0) }, [2, 2, 3])
    let wants: Set<FirstOrderGradient> = [.input, .weight, .bias]
    let error = #expect(throws: GradientMismatch.self) {
      try pass.backward(gradOutput: gradient, wants: wants)
    }
    #expect(error?.gradient == "grad_output")
    #expect(error?.expectedShape == right.shape)
    #expect(throws: Never.self) { try pass.backward(gradOutput: right, wants: wants) }
    #expect(throws: GradientMismatch.self) {
      try pass.doubleBackward(
        gradOutput: gradient,
        incoming: SecondOrderInput(gradGradInput: right),
        wants: [.gradOutput]
      )
    }
    #expect(throws: GradientMismatch.self) {
      try pass.doubleBackward(
        gradOutput: right,
        incoming: SecondOrderInput(gradGradInput: gradient),
        wants: [.gradOutput]
      )
    }
  }

  @Test("incoming gradients of parameters need an element for each channel", arguments: [1, 2, 3])
  func parameterGradients(count: Int) throws {
    let problem = try Problem(seed: 4)
    let pass = try problem.pass(x: problem.x, mode: .training)
    let gradient = Tensor(vector: .float64([Double](repeating: 1, count: count)))
    for incoming in [
      SecondOrderInput(gradGradWeight: gradient), SecondOrderInput(gradGradBias: gradient),
    ] {
      let dy = try problem.tensor(problem.dy)
      func second() throws(GradientMismatch) -> SecondOrderGradients {
        try pass.doubleBackward(gradOutput: dy, incoming: incoming, wants: [.weight, .input])
      }
      if count == 2 {
        #expect(throws: Never.self) { try second() }
      } else {
        #expect(throws: GradientMismatch.self) { try second() }
      }
    }
  }
}
