// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

extension GoldenCase {
  /// Reads a golden case from its attributes and data sets.
  init(
    _ head: CaseHead,
    metadata: CaseMetadata,
    members: consuming MemberTable
  ) throws(CaseFault) {
    let request = try CaseRequest(head, members: &members)
    self.init(request: request, metadata: metadata, expectations: [])
    for index in request.steps.indices {
      expectations.append(try expectation(at: index, members: &members))
    }
    try members.end()
  }

  private func expectation(
    at index: Int,
    members: inout MemberTable
  ) throws(CaseFault) -> StepExpectation {
    let error = try errorKind(at: index, members: &members)
    try checkReference(at: index)
    try checkOrder(at: index, failing: error != nil)
    let rules = ExpectationRule.rules(of: request, step: index, failing: error != nil)
    var tensors: [TensorName: Tensor] = [:]
    for rule in rules {
      let name = MemberName.step(index, .expect(rule.name))
      do throws(CaseFault) {
        tensors[rule.name] = try members.optionalTensor(name, type: rule.type, shape: rule.shape)
      } catch {
        guard let input = reversedInput(at: index) else { throw error }
        throw error.inReversedOrder(of: input)
      }
      guard tensors[rule.name] != nil || !rule.isRequired else {
        throw CaseFault(
          dataSet: name,
          "is missing",
          hint: "a golden case expects every tensor that its steps produce or leave behind"
        )
      }
    }
    try refuseOthers(at: index, failing: error != nil, members: members)
    try checkPair(tensors, at: index)
    return StepExpectation(error: error, tensors: tensors)
  }

  private func errorKind(
    at index: Int,
    members: inout MemberTable
  ) throws(CaseFault) -> ErrorKind? {
    let name = MemberName.step(index, .expectError)
    guard let text = try members.text(name) else { return nil }
    guard let kind = ErrorKind(rawValue: text) else {
      throw CaseFault(
        dataSet: name,
        "is \(text.prefix(80).debugDescription), which is not a kind of error",
        hint: "the kinds are " + ErrorKind.allCases.map(\.rawValue).joined(separator: ", ")
      )
    }
    return kind
  }

  /// A step that fails has nothing to go back to.
  private func checkReference(at index: Int) throws(CaseFault) {
    let earlier: Int
    switch request.steps[index] {
    case .backward(let of, _, _), .doubleBackward(let of, _, _): earlier = of
    default: return
    }
    guard expectations[earlier].error == nil else {
      throw CaseFault(
        attribute: .steps,
        "step \(index) is a backward of step \(earlier), which must fail"
      )
    }
  }

  /// A forward that succeeds has as many channels as the running statistics (R14).
  private func checkOrder(at index: Int, failing: Bool) throws(CaseFault) {
    guard !failing, case .forward(_, let input) = request.steps[index],
      let statistics = request.initialState.runningMean ?? request.initialState.runningVar,
      let channels = input.shape.channels, channels != statistics.count,
      let name = reversedInput(at: index)
    else { return }
    throw CaseFault(
      dataSet: name,
      "has shape \(input.shape), which is \(channels) channels, but num_features is "
        + "\(request.configuration.numFeatures)"
    ).inReversedOrder(of: name)
  }

  /// The input of a step, if its channels are as many as the layer's only in the reverse order.
  private func reversedInput(at index: Int) -> MemberName? {
    guard let (step, tensor) = request.input(ofStep: index), let channels = tensor.shape.channels
    else { return nil }
    let features = request.configuration.numFeatures
    let reversed = tensor.shape.dimensions.reversed().dropFirst().first
    return channels != features && reversed == features ? .step(step, .input) : nil
  }

  private func refuseOthers(
    at index: Int,
    failing: Bool,
    members: MemberTable
  ) throws(CaseFault) {
    let others = TensorName.allCases.filter {
      members.has(.step(index, .expect($0)))
    }
    guard let other = others.first else { return }
    let step = StepText(request.steps[index]).description.debugDescription
    throw CaseFault(
      dataSet: .step(index, .expect(other)),
      "is expected, but step \(index) \(step)\(failing ? ", which fails," : "") does not produce it"
    )
  }

  private func checkPair(
    _ tensors: [TensorName: Tensor],
    at index: Int
  ) throws(CaseFault) {
    let pair: [TensorName] = [.batchMean, .batchVar]
    let missing = pair.filter { tensors[$0] == nil }
    guard missing.count == 1 else { return }
    throw CaseFault(
      dataSet: .step(index, .expect(missing[0])),
      "is missing, but the other batch statistic is there"
    )
  }
}
