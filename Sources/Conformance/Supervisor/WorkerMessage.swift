// SPDX-License-Identifier: MIT

/// One line that a worker writes to its supervisor.
///
/// First `selected`, then an outcome for each selected case in that order, problems anywhere, and
/// `finished` at the end: a worker that breaks off before is known to have crashed, and at which case.
package enum WorkerMessage: Equatable, Sendable {
  /// What the file holds: its cases that will be judged, in this order, and the ids of the others.
  case selected(FileRecord, [CaseHeading], others: [String])
  /// The ids of all cases that the answers file answers.
  case answered([String])
  /// The verdict on the next case; the line is that of the run file.
  case outcome(RecordedOutcome)
  /// Something kept cases from being judged.
  case problem(RunProblem)
  /// All is said.
  case finished
}

extension WorkerMessage: Codable {
  private enum CodingKeys: String, CodingKey { case type, record, headings, others, ids }
  private enum Kind: String, Codable { case selected, answered, `case`, problem, finished }

  /// Reads the message that `type` tells.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Kind.self, forKey: .type) {
    case .selected:
      self = .selected(
        try container.decode(FileRecord.self, forKey: .record),
        try container.decode([CaseHeading].self, forKey: .headings),
        others: try container.decode([String].self, forKey: .others)
      )
    case .answered: self = .answered(try container.decode([String].self, forKey: .ids))
    case .case: self = .outcome(try RecordedOutcome(from: decoder))
    case .problem: self = .problem(try RunProblem(from: decoder))
    case .finished: self = .finished
    }
  }

  /// Writes the members of the message and its type.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .answered(let ids):
      try container.encode(Kind.answered, forKey: .type)
      try container.encode(ids, forKey: .ids)
    case .selected(let record, let headings, let others):
      try container.encode(Kind.selected, forKey: .type)
      try container.encode(others, forKey: .others)
      try container.encode(record, forKey: .record)
      try container.encode(headings, forKey: .headings)
    case .outcome(let outcome): try RunRecord.outcome(outcome).encode(to: encoder)
    case .problem(let problem): try RunRecord.problem(problem).encode(to: encoder)
    case .finished: try container.encode(Kind.finished, forKey: .type)
    }
  }
}

extension WorkerMessage {
  /// Reads a message from its line; most of them without the JSON decoder.
  init?(line: [UInt8]) {
    let scanned = line.withUnsafeBufferPointer { WorkerMessage(scanning: $0) }
    guard let message = scanned ?? (try? JSONLine.decode(WorkerMessage.self, from: line)) else {
      return nil
    }
    self = message
  }
}
