// SPDX-License-Identifier: MIT

import BatchNorm
import BNKernels
import BNGoldenCases
import BNTensors

/// The reference layer driven through the steps of one case.
struct ReferenceProgram {
  private let steps: [Step]
  private let answersAdvisory: Bool
  private var layer: BatchNormLayer
  private var passes: [Int: ForwardPass] = [:]
  private var backwards: [Int: (pass: ForwardPass, gradOutput: Tensor)] = [:]

  init(_ request: CaseRequest, answersAdvisory: Bool) {
    steps = request.steps
    self.answersAdvisory = answersAdvisory
    layer = BatchNormLayer(
      configuration: request.configuration,
      state: request.initialState,
      settings: .preferred
    )
  }

  /// Runs every step; a step that refers to one that failed breaks the program off.
  mutating func run() -> CaseAnswer {
    var observations: [StepObservation] = []
    for (index, step) in steps.enumerated() {
      var observation = StepObservation()
      do {
        guard let tensors = try perform(step, at: index) else {
          return .errored(message: "step \(index) refers to a step that failed")
        }
        observation.tensors = tensors
      } catch let kind as ErrorKind {
        observation.error = ObservedError(kind: kind, message: kind.rawValue)
      } catch {
        return .errored(message: "step \(index): \(error)")
      }
      if case .forward = step { observation.inputUnchanged = true }
      observation.tensors.merge(stateTensors) { produced, _ in produced }
      observations.append(observation)
    }
    return .ran(observations)
  }

  /// Performs one step and returns what it produced; nil if an earlier step that it needs failed.
  private mutating func perform(
    _ step: Step,
    at index: Int
  ) throws -> [TensorName: Tensor]? {
    switch step {
    case .forward(let mode, let input):
      let pass = try layer.forward(input, mode: mode)
      passes[index] = pass
      guard answersAdvisory else { return [.output: pass.output] }
      return [
        .output: pass.output, .batchMean: pass.batchMean, .batchVar: pass.batchVar,
      ].compactMapValues(\.self)
    case .backward(let origin, let gradOutput, let wants):
      guard let pass = passes[origin] else { return nil }
      backwards[index] = (pass, gradOutput)
      let gradients = try pass.backward(gradOutput: gradOutput, wants: Set(wants))
      return [
        .gradInput: gradients.input, .gradWeight: gradients.weight, .gradBias: gradients.bias,
      ].compactMapValues(\.self)
    case .doubleBackward(let origin, let incoming, let wants):
      guard let (pass, gradOutput) = backwards[origin] else { return nil }
      let gradients = try pass.doubleBackward(
        gradOutput: gradOutput,
        incoming: incoming,
        wants: Set(wants)
      )
      return [
        .doubleGradOutput: gradients.gradOutput, .doubleGradWeight: gradients.weight,
        .doubleGradInput: gradients.input,
      ].compactMapValues(\.self)
    case .resetRunningStats: layer.resetRunningStats()
    case .setTrackRunningStats(let flag): layer.tracksRunningStats = flag
    case .loadState(let version, let state): try layer.loadState(state, version: version)
    }
    return [:]
  }

  private var stateTensors: [TensorName: Tensor] {
    let state = layer.state
    return [
      .weight: state.weight, .bias: state.bias, .runningMean: state.runningMean,
      .runningVar: state.runningVar,
      .numBatchesTracked: state.numBatchesTracked.map { Tensor(scalar: $0) },
    ].compactMapValues(\.self)
  }
}
