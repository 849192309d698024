// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNBounds
internal import BNTensors

extension CaseRecord {
  /// Creates the record of a case in a requests file.
  init(_ request: CaseRequest) {
    self.init(attributes: request.attributes, members: request.members)
  }

  /// Creates the record of a case in a golden file, without its data sets.
  init(_ summary: CaseSummary) {
    self.init(attributes: summary.attributes, members: [])
  }

  /// Creates the record of a case in a golden file.
  init(_ golden: GoldenCase) {
    var members = golden.request.members
    for (index, expectation) in golden.expectations.enumerated() {
      if let error = expectation.error {
        members.append((.step(index, .expectError), .text(error.rawValue)))
      }
      for (name, tensor) in expectation.tensors {
        members.append((.step(index, .expect(name)), .tensor(tensor)))
      }
    }
    self.init(
      attributes: golden.request.attributes.merging(golden.metadata.attributes) { $1 },
      members: members
    )
  }
}

extension CaseSummary {
  fileprivate var attributes: [CaseAttribute: AttributeValue] {
    configuration.attributes(id: id, usesDefaults: usesDefaults, steps: steps)
      .merging(metadata.attributes) { $1 }
  }
}

extension LayerConfiguration {
  fileprivate func attributes(
    id: CaseID,
    usesDefaults: Bool,
    steps: [StepText]
  ) -> [CaseAttribute: AttributeValue] {
    var attributes: [CaseAttribute: AttributeValue] = [
      .id: .text(id.text),
      .kind: .text(kind.rawValue),
      .numFeatures: .integer(Int64(numFeatures)),
      .eps: .number(eps),
      .momentum: momentum.map(AttributeValue.number) ?? .text("none"),
      .affine: .flag(affine),
      .trackRunningStats: .flag(trackRunningStats),
      .parameterType: .text(parameterType.rawValue),
      .inputType: .text(inputType.rawValue),
      .steps: .texts(steps.map(\.description)),
    ]
    if usesDefaults { attributes[.usesDefaults] = .flag(true) }
    return attributes
  }
}

extension CaseRequest {
  fileprivate var attributes: [CaseAttribute: AttributeValue] {
    configuration.attributes(
      id: id,
      usesDefaults: usesDefaults,
      steps: steps.map(StepText.init)
    )
  }

  fileprivate var members: [(MemberName, MemberValue)] {
    var members: [(MemberName, MemberValue)] = initialState.values.map { (.initial($0), $1) }
    for (index, step) in steps.enumerated() {
      for (name, value) in step.members { members.append((.step(index, name), value)) }
    }
    return members
  }
}

extension Step {
  fileprivate var members: [(StepMember, MemberValue)] {
    switch self {
    case .forward(_, let input): return [(.input, .tensor(input))]
    case .backward(_, let gradOutput, _): return [(.gradOutput, .tensor(gradOutput))]
    case .doubleBackward(_, let incoming, _):
      let gradients: [(StepMember, Tensor?)] = [
        (.gradGradInput, incoming.gradGradInput), (.gradGradWeight, incoming.gradGradWeight),
        (.gradGradBias, incoming.gradGradBias),
      ]
      return gradients.compactMap { name, tensor in tensor.map { (name, .tensor($0)) } }
    case .loadState(_, let state): return state.values.map { (.state($0), $1) }
    default: return []
    }
  }
}

extension LayerState {
  /// The tensors that are there.
  fileprivate var values: [(StateKey, MemberValue)] {
    StateKey.allCases.compactMap { key in self[key].map { (key, .tensor($0)) } }
  }
}

extension CaseMetadata {
  fileprivate var attributes: [CaseAttribute: AttributeValue] {
    var attributes: [CaseAttribute: AttributeValue] = [
      .title: .text(title),
      .rationale: .text(rationale),
      .rules: .texts(rules.map(\.description)),
      .level: .text(level.rawValue),
      .profile: .text(profile.rawValue),
      .tolerance: .text(tolerance.description),
      .boundDepth: .text(boundDepth.description),
    ]
    if !tags.isEmpty { attributes[.tags] = .texts(tags) }
    attributes[.upstream] = upstream.map(AttributeValue.text)
    attributes[.difficulty] = difficulty.map {
      .numbers([$0.valuesPerChannel, $0.offsetRatio, $0.cancellation])
    }
    return attributes
  }
}
