// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

extension CaseRequest {
  /// Reads the initial state and the steps' tensors of a case.
  init(_ head: CaseHead, members: inout MemberTable) throws(CaseFault) {
    let type = head.configuration.parameterType
    let initial = try members.state(type: type, name: MemberName.initial)
    self.init(
      id: head.id,
      configuration: head.configuration,
      usesDefaults: head.usesDefaults,
      initialState: initial,
      steps: []
    )
    for (index, text) in head.program.enumerated() {
      steps.append(try step(text, at: index, members: &members))
    }
  }

  /// The input of the forward that a step is, or goes back to.
  func input(ofStep index: Int) -> (step: Int, tensor: Tensor)? {
    guard steps.indices.contains(index) else { return nil }
    switch steps[index] {
    case .forward(_, let input): return (index, input)
    case .backward(let of, _, _) where of < index: return input(ofStep: of)
    case .doubleBackward(let of, _, _) where of < index: return input(ofStep: of)
    default: return nil
    }
  }

  private func step(
    _ text: StepText,
    at index: Int,
    members: inout MemberTable
  ) throws(CaseFault) -> Step {
    switch text {
    case .forward(let mode):
      let name = MemberName.step(index, .input)
      return .forward(mode: mode, input: try members.tensor(name, type: configuration.inputType))
    case .backward(let of, let wants):
      let gradient = try members.tensor(
        .step(index, .gradOutput),
        type: configuration.inputType,
        shape: inputShape(of)
      )
      return .backward(of: of, gradOutput: gradient, wants: wants)
    case .doubleBackward(let of, let wants):
      let incoming = try secondOrderInput(of: of, at: index, members: &members)
      return .doubleBackward(of: of, incoming: incoming, wants: wants)
    case .resetRunningStats: return .resetRunningStats
    case .setTrackRunningStats(let flag): return .setTrackRunningStats(flag)
    case .loadState(let version):
      let state = try members.state(type: configuration.parameterType) { .step(index, .state($0)) }
      return .loadState(version: version, state: state)
    case .setEps(let eps): return .setEps(eps)
    case .setMomentum(let momentum): return .setMomentum(momentum)
    case .setGradEnabled(let flag): return .setGradEnabled(flag)
    case .copy: return .copy
    case .switchCopy: return .switchCopy
    }
  }

  private func secondOrderInput(
    of backward: Int,
    at index: Int,
    members: inout MemberTable
  ) throws(CaseFault) -> SecondOrderInput {
    let incoming = SecondOrderInput(
      gradGradInput: try members.optionalTensor(
        .step(index, .gradGradInput),
        type: configuration.inputType,
        shape: inputShape(backward)
      ),
      gradGradWeight: try parameterGradient(.gradGradWeight, of: .weight, index, &members),
      gradGradBias: try parameterGradient(.gradGradBias, of: .bias, index, &members)
    )
    guard incoming != SecondOrderInput() else {
      throw CaseFault(
        dataSet: .step(index, .gradGradInput),
        "is missing, and so are grad_grad_weight and grad_grad_bias",
        hint: "a double backward has at least one incoming gradient"
      )
    }
    return incoming
  }

  private func parameterGradient(
    _ member: StepMember,
    of key: StateKey,
    _ index: Int,
    _ members: inout MemberTable
  ) throws(CaseFault) -> Tensor? {
    let name = MemberName.step(index, member)
    guard let parameter = initialState[key] else {
      guard members.has(name) else { return nil }
      throw CaseFault(dataSet: name, "is there, but the layer has no \(key.rawValue)")
    }
    return try members.optionalTensor(
      name,
      type: configuration.parameterType,
      shape: .exactly(parameter.shape, "the shape of initial.\(key.rawValue)")
    )
  }

  private func inputShape(_ step: Int) -> ShapeRule {
    guard let input = input(ofStep: step) else { return .any }
    return .exactly(input.tensor.shape, "the shape of step\(input.step).input")
  }
}
