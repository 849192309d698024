// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BNBounds
internal import BNGoldenCases
internal import BNTensors

extension RunRecord {
  /// Reads the verdict on a case from its line, much faster than the JSON decoder; nil for every line
  /// that this decoder should look at: another record, or one that no run of ours has written.
  ///
  /// What is not nil equals what the decoder reads.
  init?(scanning bytes: UnsafeBufferPointer<UInt8>) {
    guard var scanner = LineScanner(bytes), let outcome = try? RecordedOutcome(from: &scanner),
      scanner.isAtEnd
    else { return nil }
    self = .outcome(outcome)
  }
}

extension LineScanner {
  /// Reads a value if it is one of those that its type knows.
  mutating func value<Value: RawRepresentable>() throws(NotScanned) -> Value
  where Value.RawValue == String {
    guard let value = Value(rawValue: try text()) else { throw NotScanned() }
    return value
  }

  /// Reads a text or `null`.
  mutating func textIfAny() throws(NotScanned) -> String? { try null() ? nil : try text() }

  /// Reads an array of texts.
  mutating func texts() throws(NotScanned) -> [String] {
    try array { scanner throws(NotScanned) in try scanner.text() }
  }
}

extension RecordedOutcome {
  private static let members: MemberNames = [
    "causes", "contradicts", "expectation", "file", "id", "isDeclared", "isRepeatable", "items",
    "level", "link", "milliseconds", "profile", "rationale", "reason", "rules", "status", "tags",
    "title", "traits", "type",
  ]

  fileprivate init(from scanner: inout LineScanner) throws(NotScanned) {
    var file: String?, id: String?, title: String?
    var level: CaseLevel?, profile: CaseProfile?, status: OutcomeStatus?
    var rules: [String]?, tags: [String]?, items: [JudgedItem]?
    var milliseconds: Double?
    var isCase = false
    var rest = CaseOutcome.Optionals()
    try scanner.object(Self.members) { scanner, member throws(NotScanned) in
      switch member {
      case 0: rest.causes = try scanner.texts()
      case 1: rest.contradicts = try scanner.texts()
      case 2: rest.expectation = try scanner.textIfAny()
      case 3: file = try scanner.text()
      case 4: id = try scanner.text()
      case 5: rest.isDeclared = try scanner.boolean()
      case 6: rest.isRepeatable = try scanner.boolean()
      case 7:
        items = try scanner.array { scanner throws(NotScanned) in try JudgedItem(from: &scanner) }
      case 8: level = try scanner.value()
      case 9: rest.link = try scanner.textIfAny()
      case 10: milliseconds = try scanner.number()
      case 11: profile = try scanner.value()
      case 12: rest.rationale = try scanner.textIfAny()
      case 13: rest.reason = try scanner.textIfAny()
      case 14: rules = try scanner.texts()
      case 15: status = try scanner.value()
      case 16: tags = try scanner.texts()
      case 17: title = try scanner.text()
      case 18:
        rest.traits = try scanner.array { scanner throws(NotScanned) in
          guard let reading = TraitReading(text: try scanner.text()) else { throw NotScanned() }
          return reading
        }
      default:
        guard try scanner.text() == "case" else { throw NotScanned() }
        isCase = true
      }
    }
    guard isCase, let file, let id, let title, let level, let profile, let status, let rules,
      let tags, let items, let milliseconds
    else { throw NotScanned() }
    var outcome = CaseOutcome(
      id: id,
      title: title,
      level: level,
      profile: profile,
      rules: rules,
      tags: tags,
      status: status,
      reason: rest.reason,
      items: items,
      milliseconds: milliseconds,
      rationale: rest.rationale
    )
    (outcome.link, outcome.isDeclared, outcome.causes) = (rest.link, rest.isDeclared, rest.causes)
    (outcome.contradicts, outcome.expectation) = (rest.contradicts, rest.expectation)
    (outcome.traits, outcome.isRepeatable) = (rest.traits, rest.isRepeatable)
    self.init(file: file, outcome: outcome)
  }
}

extension CaseOutcome {
  /// The members that a line need not have.
  fileprivate struct Optionals {
    var reason: String?, link: String?, rationale: String?, expectation: String?
    var isDeclared: Bool?, isRepeatable: Bool?
    var causes: [String]?, contradicts: [String]?
    var traits: [TraitReading]?
  }
}
