// SPDX-License-Identifier: MIT

package import BNGoldenCases
internal import BatchNorm
internal import BNTensors

/// A floating-point BatchNorm driven through the steps of a case.
package struct FloatingProgram {
  private let request: CaseRequest
  private let choices: Choices
  private var layer: FloatingLayer
  private var passes: [Int: FloatingPass] = [:]
  private var backwards: [Int: (pass: FloatingPass, gradOutput: Tensor)] = [:]
  /// Gradients by forward, or all under nil.
  private var accumulated: [Int?: [TensorName: Tensor]] = [:]

  /// Prepares a layer that makes the given choices.
  package init(_ request: CaseRequest, choices: Choices) {
    var choices = choices
    if request.configuration.parameterType == .float64, choices.arithmetic.widensForFloat64 {
      choices.arithmetic.format = nil
      choices.arithmetic.sumFormat = nil
    }
    self.request = request
    self.choices = choices
    layer = FloatingLayer(
      configuration: request.configuration,
      state: request.initialState,
      choices: choices
    )
  }

  /// Runs every step; a step that refers to one that failed breaks the program off.
  package mutating func run() -> CaseAnswer {
    var observations: [StepObservation] = []
    for (index, step) in request.steps.enumerated() {
      var observation = StepObservation()
      if case .forward = step, refusesMomentum {
        // PyTorch has no such error, so that it is of no kind.
        observation.error = ObservedError(kind: nil, message: "momentum is not below 1")
        observation.tensors = state
        observations.append(observation)
        continue
      }
      do throws(ErrorKind) {
        guard let tensors = try perform(step, at: index) else {
          return .errored(message: "step \(index) refers to a step that failed")
        }
        observation.tensors = tensors
      } catch {
        observation.error = ObservedError(kind: error, message: error.rawValue)
        if choices.checks.errorMovesStatistics { layer.decay() }
      }
      if case .forward = step { observation.inputUnchanged = !choices.layout.changesInput }
      observation.tensors.merge(state) { produced, _ in produced }
      observations.append(observation)
    }
    return .ran(observations)
  }

  private mutating func perform(
    _ step: Step,
    at index: Int
  ) throws(ErrorKind) -> [TensorName: Tensor]? {
    switch step {
    case .forward(let mode, let input):
      let pass = try layer.forward(input, mode: mode)
      passes[index] = pass
      return [.output: pass.output]
    case .backward(let origin, let gradOutput, let wants):
      guard let pass = passes[origin] else { return nil }
      let used = choices.backward.usesLastForward ? layer.lastPass ?? pass : pass
      backwards[index] = (pass, gradOutput)
      layer.move(afterBackwardOf: pass)
      return backward(
        used.output.shape == pass.output.shape ? used : pass,
        origin,
        gradOutput,
        wants
      )
    case .doubleBackward(let origin, let incoming, let wants):
      guard let (pass, gradOutput) = backwards[origin] else { return nil }
      return doubleBackward(pass, gradOutput, incoming, wants)
    case .resetRunningStats: layer.reset()
    case .setTrackRunningStats(let flag): layer.setTracking(flag)
    case .loadState(let version, let state): try layer.load(state, version: version)
    }
    return [:]
  }

  private var refusesMomentum: Bool {
    choices.checks.refusesLargeMomentum && (request.configuration.momentum ?? 0) >= 1
  }

  private var state: [TensorName: Tensor] {
    let state = layer.state
    return [
      .weight: state.weight, .bias: state.bias, .runningMean: state.runningMean,
      .runningVar: state.runningVar,
      .numBatchesTracked: state.numBatchesTracked.map { Tensor(scalar: $0) },
    ].compactMapValues(\.self)
  }

  private func gradients(_ pass: FloatingPass) -> FloatingGradients {
    FloatingGradients(
      pass: pass,
      choices: choices,
      configuration: request.configuration,
      state: layer.state
    )
  }

  private mutating func backward(
    _ pass: FloatingPass,
    _ origin: Int,
    _ gradOutput: Tensor,
    _ wants: [FirstOrderGradient]
  ) -> [TensorName: Tensor] {
    var (input, weight, bias) = gradients(pass).all(gradOutput)
    if choices.backward.swapsParameterGradients { swap(&weight, &bias) }
    let wanted = choices.backward.ignoresMask ? FirstOrderGradient.allCases : wants
    var tensors: [TensorName: Tensor] = [:]
    if wanted.contains(.input) { tensors[.gradInput] = filled(input, like: pass.input) }
    if wanted.contains(.weight), !choices.backward.dropsWeightGradient,
      let own = request.initialState.weight
    {
      tensors[.gradWeight] = filledParameter(weight, like: own)
    }
    let refusesBias = choices.backward.requiresWeightForBias && request.initialState.weight == nil
    if wanted.contains(.bias), !refusesBias, let own = request.initialState.bias {
      tensors[.gradBias] = filledParameter(bias, like: own)
    }
    if let limit = choices.backward.limit {
      tensors = tensors.mapValues { tensor in
        filled(tensor.doubles.map { $0.isNaN ? $0 : min(max($0, -limit), limit) }, like: tensor)
      }
    }
    guard choices.backward.accumulation != .none else { return tensors }
    let isOfLayer = choices.backward.accumulation == .parametersOfLayer
    for (name, old) in accumulated[isOfLayer ? nil : origin] ?? [:] {
      guard let new = tensors[name], !isOfLayer || name != .gradInput else { continue }
      tensors[name] = filled(zip(new.doubles, old.doubles).map { $0 + $1 }, like: new)
    }
    accumulated[isOfLayer ? nil : origin, default: [:]].merge(tensors) { $1 }
    return tensors
  }

  private func doubleBackward(
    _ pass: FloatingPass,
    _ gradOutput: Tensor,
    _ incoming: SecondOrderInput,
    _ wants: [SecondOrderGradient]
  ) -> [TensorName: Tensor] {
    let all = FloatingSecondOrder(
      pass: pass,
      choices: choices,
      first: gradients(pass),
      gradOutput: gradOutput,
      incoming: incoming
    ).all()
    var tensors: [TensorName: Tensor] = [:]
    if wants.contains(.gradOutput) {
      tensors[.doubleGradOutput] = filled(all.gradOutput, like: pass.input)
    }
    if wants.contains(.weight), let own = request.initialState.weight {
      tensors[.doubleGradWeight] = filledParameter(all.weight, like: own)
    }
    if wants.contains(.input) { tensors[.doubleGradInput] = filled(all.input, like: pass.input) }
    return tensors
  }

  private func filledParameter(_ values: [Double], like tensor: Tensor) -> Tensor {
    let round = Working(format: choices.arithmetic.gradientFormat)
    // An empty batch has no channels to sum over: the gradients are zero (R13).
    let padded = (0..<tensor.count).map { $0 < values.count ? round(values[$0]) : 0 }
    return filled(padded, like: tensor)
  }

  private func filled(_ values: [Double], like tensor: Tensor) -> Tensor {
    let storage = TensorStorage(tensor.elementType, rounding: values)
    return (try? Tensor(shape: tensor.shape, storage: storage)) ?? tensor
  }
}
