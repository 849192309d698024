// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import Comparison
internal import Tensors

extension CaseRecord {
  /// Creates the record of a case in a requests file.
  init(_ request: CaseRequest) {
    self.init(attributes: request.attributes, members: request.members)
  }

  /// Creates the record of a case in a golden file.
  init(_ golden: GoldenCase) {
    var members = golden.request.members
    for (index, expectation) in golden.expectations.enumerated() {
      if let error = expectation.error {
        members[.step(index, .expectError)] = .text(error.rawValue)
      }
      for (name, tensor) in expectation.tensors {
        members[.step(index, .expect(name))] = .tensor(tensor)
      }
    }
    self.init(
      attributes: golden.request.attributes.merging(golden.metadata.attributes) { $1 },
      members: members
    )
  }
}

extension CaseRequest {
  fileprivate var attributes: [CaseAttribute: AttributeValue] {
    [
      .id: .text(id.text),
      .kind: .text(configuration.kind.rawValue),
      .numFeatures: .integer(Int64(configuration.numFeatures)),
      .eps: .number(configuration.eps),
      .momentum: configuration.momentum.map(AttributeValue.number) ?? .text("none"),
      .affine: .flag(configuration.affine),
      .trackRunningStats: .flag(configuration.trackRunningStats),
      .parameterType: .text(configuration.parameterType.rawValue),
      .inputType: .text(configuration.inputType.rawValue),
      .steps: .texts(steps.map { StepText($0).description }),
    ]
  }

  fileprivate var members: [MemberName: MemberValue] {
    var members: [MemberName: MemberValue] = [:]
    for key in StateKey.allCases {
      members[.initial(key)] = initialState[key].map(MemberValue.tensor)
    }
    for (index, step) in steps.enumerated() {
      for (name, value) in step.members { members[.step(index, name)] = value }
    }
    return members
  }
}

extension Step {
  fileprivate var members: [StepMember: MemberValue] {
    switch self {
    case .forward(_, let input): [.input: .tensor(input)]
    case .backward(_, let gradOutput, _): [.gradOutput: .tensor(gradOutput)]
    case .doubleBackward(_, let incoming, _):
      [
        .gradGradInput: incoming.gradGradInput, .gradGradWeight: incoming.gradGradWeight,
        .gradGradBias: incoming.gradGradBias,
      ].compactMapValues { $0.map(MemberValue.tensor) }
    case .loadState(_, let state):
      Dictionary(
        uniqueKeysWithValues: StateKey.allCases.compactMap { key in
          state[key].map { (.state(key), .tensor($0)) }
        }
      )
    case .resetRunningStats, .setTrackRunningStats: [:]
    }
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
