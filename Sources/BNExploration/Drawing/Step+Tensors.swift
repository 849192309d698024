// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import BNTensors
internal import BatchNorm

extension Step {
  /// The tensors that the step reads.
  var tensors: [Tensor] {
    switch self {
    case .forward(_, let input): [input]
    case .backward(_, let gradient, _): [gradient]
    case .doubleBackward(_, let incoming, _):
      [incoming.gradGradInput, incoming.gradGradWeight, incoming.gradGradBias].compactMap(\.self)
    case .loadState(_, let state): Array(state.tensors.values)
    default: []
    }
  }

  /// The step with other tensors; a change is told whether it gets a vector of the channels.
  func mapped(_ change: (_ isVector: Bool) -> (Tensor) -> Tensor?) throws -> Step {
    func changed(_ tensor: Tensor?, isVector: Bool = false) throws -> Tensor? {
      guard let tensor else { return nil }
      guard let changed = change(isVector)(tensor) else { throw NothingLeft() }
      return changed
    }
    switch self {
    case .forward(let mode, let input):
      return .forward(mode: mode, input: try changed(input) ?? input)
    case .backward(let of, let gradient, let wants):
      return .backward(of: of, gradOutput: try changed(gradient) ?? gradient, wants: wants)
    case .doubleBackward(let of, var incoming, let wants):
      incoming.gradGradInput = try changed(incoming.gradGradInput)
      incoming.gradGradWeight = try changed(incoming.gradGradWeight, isVector: true)
      incoming.gradGradBias = try changed(incoming.gradGradBias, isVector: true)
      return .doubleBackward(of: of, incoming: incoming, wants: wants)
    case .loadState(let version, let state):
      return .loadState(version: version, state: try state.mapped(change(true)))
    default: return self
    }
  }

  /// The kind of step.
  var word: String {
    switch self {
    case .forward(let mode, _): mode.rawValue
    default: String("\(StepText(self))".prefix { $0 != " " })
    }
  }
}

extension LayerState {
  /// The state with other tensors; the counter stays.
  func mapped(_ change: (Tensor) -> Tensor?) throws -> LayerState {
    func changed(_ tensor: Tensor?) throws -> Tensor? {
      guard let tensor else { return nil }
      guard let changed = change(tensor) else { throw NothingLeft() }
      return changed
    }
    return LayerState(
      weight: try changed(weight),
      bias: try changed(bias),
      runningMean: try changed(runningMean),
      runningVar: try changed(runningVar),
      numBatchesTracked: numBatchesTracked
    )
  }
}

extension CaseRequest {
  /// The case with inputs and parameters of other types.
  func retyped(input: ElementType, parameters: ElementType) -> CaseRequest? {
    func retyped(_ type: ElementType) -> (Tensor) -> Tensor? {
      { tensor in
        guard tensor.elementType != .int64 else { return tensor }
        return try? Tensor(
          shape: tensor.shape,
          storage: TensorStorage(type, rounding: tensor.doubles)
        )
      }
    }
    guard let steps = try? steps.map({ try $0.mapped { retyped($0 ? parameters : input) } }),
      let state = try? initialState.mapped(retyped(parameters))
    else { return nil }
    var other = self
    (other.configuration.inputType, other.configuration.parameterType) = (input, parameters)
    (other.steps, other.initialState) = (steps, state)
    return other
  }
}

/// A tensor that a change leaves nothing of.
private struct NothingLeft: Error {}
