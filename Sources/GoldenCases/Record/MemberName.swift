// SPDX-License-Identifier: MIT

/// The name of a data set in a case's group.
enum MemberName: Hashable, Sendable {
  case initial(StateKey)
  case step(Int, StepMember)

  /// Reads a name such as `step0.expect.output`, or gives nil if it is none.
  init?(_ text: String) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let rest = String(parts[1])
    if parts[0] == "initial" {
      guard let key = StateKey(rawValue: rest) else { return nil }
      self = .initial(key)
      return
    }
    guard parts[0].hasPrefix("step"), let index = Int(parts[0].dropFirst(4)),
      (0..<StepText.maximumCount).contains(index), parts[0] == "step\(index)",
      let member = StepMember(rest)
    else { return nil }
    self = .step(index, member)
  }

  /// The name as the format writes it.
  var text: String {
    switch self {
    case .initial(let key): "initial.\(key.rawValue)"
    case .step(let index, let member): "step\(index).\(member.text)"
    }
  }
}

/// The part of a data set's name after the step's index.
enum StepMember: Hashable, Sendable {
  case input
  case gradOutput
  case gradGradInput, gradGradWeight, gradGradBias
  case state(StateKey)
  case expect(TensorName)
  case expectError
  case actual(TensorName)
  case actualError, actualMessage

  /// Reads a name such as `expect.output`, or gives nil if it is none.
  init?(_ text: String) {
    guard let dot = text.firstIndex(of: ".") else {
      guard let plain = Self.plain[text] else { return nil }
      self = plain
      return
    }
    let rest = String(text[text.index(after: dot)...])
    switch (text[..<dot], rest) {
    case ("expect", "error"): self = .expectError
    case ("actual", "error"): self = .actualError
    case ("actual", "message"): self = .actualMessage
    case ("state", _):
      guard let key = StateKey(rawValue: rest) else { return nil }
      self = .state(key)
    case ("expect", _), ("actual", _):
      guard let name = TensorName(rawValue: rest) else { return nil }
      self = text.hasPrefix("e") ? .expect(name) : .actual(name)
    default: return nil
    }
  }

  /// The name as the format writes it.
  var text: String {
    switch self {
    case .input: "input"
    case .gradOutput: "grad_output"
    case .gradGradInput: "grad_grad_input"
    case .gradGradWeight: "grad_grad_weight"
    case .gradGradBias: "grad_grad_bias"
    case .state(let key): "state.\(key.rawValue)"
    case .expect(let name): "expect.\(name.rawValue)"
    case .expectError: "expect.error"
    case .actual(let name): "actual.\(name.rawValue)"
    case .actualError: "actual.error"
    case .actualMessage: "actual.message"
    }
  }

  /// Whether the data set holds a text instead of numbers.
  var isText: Bool { self == .expectError || self == .actualError || self == .actualMessage }

  private static let plain: [String: StepMember] = {
    let members: [StepMember] = [
      .input, .gradOutput, .gradGradInput, .gradGradWeight, .gradGradBias,
    ]
    return Dictionary(uniqueKeysWithValues: members.map { ($0.text, $0) })
  }()
}
