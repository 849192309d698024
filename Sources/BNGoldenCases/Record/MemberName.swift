// SPDX-License-Identifier: MIT

/// The name of a data set in a case's group.
enum MemberName: Hashable, Sendable {
  case initial(StateKey)
  case step(Int, StepMember)

  /// Reads a name such as `step0.expect.output`, or gives nil if it is none.
  init?(_ text: String) {
    guard let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
    let rest = String(text[text.utf8.index(after: dot)...])
    let first = text[..<dot]
    if first == "initial" {
      guard let key = StateKey(rawValue: rest) else { return nil }
      self = .initial(key)
    } else {
      guard let index = Self.step(first), let member = StepMember(rest) else { return nil }
      self = .step(index, member)
    }
  }

  /// The index in a word such as `step12`, or nil if it is none.
  private static func step(_ text: Substring) -> Int? {
    let digits = text.utf8.dropFirst(4)
    guard text.utf8.starts(with: "step".utf8), (1...2).contains(digits.count) else { return nil }
    var index = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      index = 10 * index + Int(digit - UInt8(ascii: "0"))
    }
    // Each index has one spelling.
    let hasShortestForm = digits.count == (index < 10 ? 1 : 2)
    return hasShortestForm && index < StepText.maximumCount ? index : nil
  }

  /// The name as the format writes it.
  var text: String {
    switch self {
    case .initial(let key): "initial.\(key.rawValue)"
    case .step(let index, let member): "step\(index).\(member.text)"
    }
  }

  /// Whether the data set is a scalar: the counter of batches.
  var isScalar: Bool {
    switch self {
    case .initial(.numBatchesTracked), .step(_, .state(.numBatchesTracked)),
      .step(_, .expect(.numBatchesTracked)), .step(_, .actual(.numBatchesTracked)):
      true
    default: false
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
    guard let member = Self.all[text] else { return nil }
    self = member
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

  private static let all: [String: StepMember] = {
    let members: [StepMember] =
      [.input, .gradOutput, .gradGradInput, .gradGradWeight, .gradGradBias]
      + [.expectError, .actualError, .actualMessage] + StateKey.allCases.map { .state($0) }
      + TensorName.allCases.map { .expect($0) } + TensorName.allCases.map { .actual($0) }
    return Dictionary(uniqueKeysWithValues: members.map { ($0.text, $0) })
  }()
}
