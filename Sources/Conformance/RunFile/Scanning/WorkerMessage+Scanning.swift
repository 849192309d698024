// SPDX-License-Identifier: MIT

internal import GoldenCases

extension WorkerMessage {
  private static let members: MemberNames = ["headings", "others", "record", "type"]

  /// Reads a message about a case or about the cases of a file, much faster than the JSON decoder; nil
  /// for every line that this decoder should look at.
  init?(scanning bytes: UnsafeBufferPointer<UInt8>) {
    if case .outcome(let outcome) = RunRecord(scanning: bytes) {
      self = .outcome(outcome)
      return
    }
    guard var scanner = LineScanner(bytes), let selected = try? Self.selected(from: &scanner),
      scanner.isAtEnd
    else { return nil }
    self = selected
  }

  private static func selected(from scanner: inout LineScanner) throws(NotScanned) -> Self {
    var record: FileRecord?, headings: [CaseHeading]?, others: [String]?
    var isSelection = false
    try scanner.object(members) { scanner, member throws(NotScanned) in
      switch member {
      case 0:
        headings = try scanner.array { scanner throws(NotScanned) in
          try CaseHeading(from: &scanner)
        }
      case 1: others = try scanner.texts()
      case 2: record = try? JSONLine.decode(from: try scanner.plainObject())
      default:
        guard try scanner.text() == "selected" else { throw NotScanned() }
        isSelection = true
      }
    }
    guard isSelection, let record, let headings, let others else { throw NotScanned() }
    return .selected(record, headings, others: others)
  }
}

extension CaseHeading {
  private static let members: MemberNames = [
    "id", "level", "profile", "rationale", "rules", "tags", "title",
  ]

  fileprivate init(from scanner: inout LineScanner) throws(NotScanned) {
    var id: String?, title: String?, rationale: String?
    var level: CaseLevel?, profile: CaseProfile?
    var rules: [String]?, tags: [String]?
    try scanner.object(Self.members) { scanner, member throws(NotScanned) in
      switch member {
      case 0: id = try scanner.text()
      case 1: level = try scanner.value()
      case 2: profile = try scanner.value()
      case 3: rationale = try scanner.text()
      case 4: rules = try scanner.texts()
      case 5: tags = try scanner.texts()
      default: title = try scanner.text()
      }
    }
    guard let id, let title, let rationale, let level, let profile, let rules, let tags else {
      throw NotScanned()
    }
    self.init(
      id: id,
      title: title,
      rationale: rationale,
      level: level,
      profile: profile,
      rules: rules,
      tags: tags
    )
  }
}
