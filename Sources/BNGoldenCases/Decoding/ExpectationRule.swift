// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

/// What a golden case must, or may, expect of one tensor after a step.
struct ExpectationRule {
  var name: TensorName
  var type: ElementType
  var shape: ShapeRule
  var isRequired = true

  /// The rules for one step: every tensor that the step produces, and the state that exists after it.
  static func rules(
    of request: CaseRequest,
    step index: Int,
    failing: Bool
  ) -> [ExpectationRule] {
    (failing ? [] : products(of: request, step: index)) + state(of: request, step: index)
  }

  private static func products(of request: CaseRequest, step index: Int) -> [ExpectationRule] {
    guard request.steps.indices.contains(index), let input = request.input(ofStep: index) else {
      return []
    }
    let shape = ShapeRule.exactly(input.tensor.shape, "the shape of step\(input.step).input")
    let type = request.configuration.inputType
    switch request.steps[index] {
    case .forward(let mode, let input):
      let output = ExpectationRule(name: .output, type: type, shape: shape)
      return [output] + batchStatistics(of: request, mode: mode, input: input)
    case .backward(_, _, let wants):
      return wants.compactMap { want in
        switch want {
        case .input: ExpectationRule(name: .gradInput, type: type, shape: shape)
        case .weight: parameter(.weight, as: .gradWeight, of: request)
        case .bias: parameter(.bias, as: .gradBias, of: request)
        }
      }
    case .doubleBackward(_, _, let wants):
      return wants.compactMap { want in
        switch want {
        case .gradOutput: ExpectationRule(name: .doubleGradOutput, type: type, shape: shape)
        case .weight: parameter(.weight, as: .doubleGradWeight, of: request)
        case .input: ExpectationRule(name: .doubleGradInput, type: type, shape: shape)
        }
      }
    default: return []
    }
  }

  /// A gradient of a parameter; one that the layer does not have has none (R35).
  private static func parameter(
    _ key: StateKey,
    as name: TensorName,
    of request: CaseRequest
  ) -> ExpectationRule? {
    request.initialState[key].map {
      ExpectationRule(
        name: name,
        type: request.configuration.parameterType,
        shape: .exactly($0.shape, "the shape of initial.\(key.rawValue)")
      )
    }
  }

  /// Mean and variance are there to be noted where the batch's own are used (R9).
  private static func batchStatistics(
    of request: CaseRequest,
    mode: ForwardMode,
    input: Tensor
  ) -> [ExpectationRule] {
    let state = request.initialState
    guard let channels = input.shape.channels,
      mode == .training || (state.runningMean == nil && state.runningVar == nil)
    else { return [] }
    let shape = ShapeRule.exactly(.vector(channels), "one value for each channel")
    return [.batchMean, .batchVar].map {
      ExpectationRule(name: $0, type: .float64, shape: shape, isRequired: false)
    }
  }

  /// No step makes or drops a state tensor, or changes its shape: what was there at first still is.
  private static func state(of request: CaseRequest, step index: Int) -> [ExpectationRule] {
    StateKey.allCases.compactMap { key in
      request.initialState[key].map { tensor in
        ExpectationRule(
          name: key.tensorName,
          type: tensor.elementType,
          shape: .exactly(tensor.shape, "the shape of initial.\(key.rawValue)"),
          isRequired: !key.isParameter || request.steps[index].mayChangeParameters
        )
      }
    }
  }
}

extension StateKey {
  fileprivate var isParameter: Bool { self == .weight || self == .bias }
}

extension Step {
  /// Whether weight and bias must be looked at after the step (R4, R5).
  package var mayChangeParameters: Bool {
    switch self {
    case .resetRunningStats, .loadState, .copy, .switchCopy: true
    default: false
    }
  }
}
