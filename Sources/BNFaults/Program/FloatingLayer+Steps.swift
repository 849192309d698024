// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNGoldenCases
internal import BNTensors

extension FloatingLayer: SteppedLayer {
  mutating func forward(_ input: Tensor, mode: ForwardMode) throws -> LayerForward<FloatingPass> {
    if choices.checks.refusesLargeMomentum, configuration.momentum ?? 0 >= 1 {
      // PyTorch has no such error, so that it is of no kind.
      throw LayerRefusal(kind: nil, message: "momentum is not below 1")
    }
    var pass = try step { layer throws(ErrorKind) in try layer.pass(of: input, mode: mode) }
    passCount += 1
    pass.number = passCount
    pass.eps = configuration.eps
    return LayerForward(
      output: pass.output,
      saved: pass,
      inputUnchanged: !choices.layout.changesInput
    )
  }

  mutating func loadState(_ state: LayerState, version: StateVersion) throws {
    try step { layer throws(ErrorKind) in try layer.load(state, version: version) }
  }

  mutating func setEps(_ eps: Double) {
    if !choices.machine.keepsEps { configuration.eps = eps }
  }

  mutating func setMomentum(_ momentum: Double?) {
    if !choices.machine.keepsMomentum { configuration.momentum = momentum }
  }

  mutating func setGradEnabled(_ flag: Bool) { isRecording = flag }

  func copied() -> FloatingLayer {
    let machine = choices.machine
    var copy = self
    if machine.copyIsFresh { copy.state = .initial(for: configuration) }
    if machine.copyDropsCounter, copy.state.numBatchesTracked != nil {
      copy.state.numBatchesTracked = 0
    }
    return copy
  }

  /// Does what may be refused.
  private mutating func step<Result>(
    _ body: (inout FloatingLayer) throws(ErrorKind) -> Result
  ) throws -> Result {
    do {
      return try body(&self)
    } catch {
      if choices.checks.errorMovesStatistics { decay() }
      throw error
    }
  }

  mutating func backward(
    _ pass: FloatingPass,
    gradOutput: Tensor,
    wants: [FirstOrderGradient]
  ) -> LayerGradients {
    move(afterBackwardOf: pass)
    let last = choices.backward.usesLastForward ? lastPass ?? pass : pass
    let used = last.output.shape == pass.output.shape ? last : pass
    var (input, weight, bias) = gradients(used).all(gradOutput)
    if choices.backward.swapsParameterGradients { swap(&weight, &bias) }
    func wanted(_ name: FirstOrderGradient) -> Bool {
      choices.backward.ignoresMask || wants.contains(name)
    }
    var result = LayerGradients()
    if wanted(.input) { result.input = filled(input, like: pass.input) }
    if wanted(.weight), !choices.backward.dropsWeightGradient {
      result.weight = filledParameter(weight, like: initial.weight)
    }
    if wanted(.bias), !choices.backward.requiresWeightForBias || initial.weight != nil {
      result.bias = filledParameter(bias, like: initial.bias)
    }
    if let limit = choices.backward.limit {
      func clip(_ tensor: Tensor) -> Tensor {
        filled(tensor.doubles.map { $0.isNaN ? $0 : min(max($0, -limit), limit) }, like: tensor)
      }
      result = LayerGradients(
        input: result.input.map(clip),
        weight: result.weight.map(clip),
        bias: result.bias.map(clip)
      )
    }
    accumulate(&result, of: pass)
    return result
  }

  /// Adds up gradients of one forward, or those of the parameters over all backwards.
  private mutating func accumulate(_ result: inout LayerGradients, of pass: FloatingPass) {
    let isOfForward = choices.backward.accumulation == .backwardsOfForward
    guard isOfForward || choices.backward.accumulation == .parametersOfLayer else { return }
    let place = isOfForward ? pass.number : 0
    let old = accumulated[place] ?? LayerGradients()
    func sum(_ new: Tensor?, _ old: Tensor?) -> Tensor? {
      guard let new, let old else { return new }
      return filled(zip(new.doubles, old.doubles).map { $0 + $1 }, like: new)
    }
    if isOfForward { result.input = sum(result.input, old.input) }
    result.weight = sum(result.weight, old.weight)
    result.bias = sum(result.bias, old.bias)
    accumulated[place] = LayerGradients(
      input: result.input ?? old.input,
      weight: result.weight ?? old.weight,
      bias: result.bias ?? old.bias
    )
  }

  func doubleBackward(
    _ pass: FloatingPass,
    gradOutput: Tensor,
    incoming: SecondOrderInput,
    wants: [SecondOrderGradient]
  ) -> LayerSecondGradients {
    let all = FloatingSecondOrder(
      pass: pass,
      choices: choices,
      first: gradients(pass),
      gradOutput: gradOutput,
      incoming: incoming
    ).all()
    return LayerSecondGradients(
      gradOutput: filled(all.gradOutput, like: pass.input),
      weight: filledParameter(all.weight, like: initial.weight),
      input: filled(all.input, like: pass.input)
    )
  }

  private func gradients(_ pass: FloatingPass) -> FloatingGradients {
    FloatingGradients(pass: pass, choices: choices, eps: pass.eps, state: state)
  }

  private func filledParameter(_ values: [Double], like tensor: Tensor?) -> Tensor? {
    guard let tensor else { return nil }
    let round = Working(format: choices.arithmetic.gradientFormat)
    // An empty batch has no channels to sum over: the gradients are zero (R13).
    return filled(
      (0..<tensor.count).map { $0 < values.count ? round(values[$0]) : 0 },
      like: tensor
    )
  }
}
