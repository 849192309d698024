// SPDX-License-Identifier: MIT

package import BNVerdicts

/// One line of a run file.
///
/// Its member `type` tells which one it is; the other members are those of the record.
package enum RunRecord: Equatable, Sendable {
  case header(RunHeader)
  case file(FileRecord)
  case outcome(RecordedOutcome)
  case problem(RunProblem)
  case warning(RunWarning)
  case footer(RunFooter)
}

/// The verdict on a case, with the file that holds the case.
package struct RecordedOutcome: Equatable, Sendable {
  /// The file's name in the run.
  package var file: String
  /// The verdict.
  package var outcome: CaseOutcome

  /// Creates a record.
  package init(file: String, outcome: CaseOutcome) {
    self.file = file
    self.outcome = outcome
  }
}

/// Something that a reader of the run should know, though every case was judged.
package struct RunWarning: Equatable, Codable, Sendable {
  /// One line.
  package var text: String

  /// Creates a warning.
  package init(_ text: String) { self.text = text }
}

extension RecordedOutcome: Codable {
  private enum CodingKeys: String, CodingKey { case file }

  /// Reads the file's name beside the members of the outcome.
  package init(from decoder: any Decoder) throws {
    file = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .file)
    outcome = try CaseOutcome(from: decoder)
  }

  /// Writes the file's name beside the members of the outcome.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(file, forKey: .file)
    try outcome.encode(to: encoder)
  }
}

extension RunRecord: Codable {
  private enum CodingKeys: String, CodingKey { case type }
  private enum Kind: String, Codable { case header, file, `case`, problem, warning, footer }

  /// Reads the record that `type` tells.
  package init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .type) {
    case .header: self = .header(try RunHeader(from: decoder))
    case .file: self = .file(try FileRecord(from: decoder))
    case .case: self = .outcome(try RecordedOutcome(from: decoder))
    case .problem: self = .problem(try RunProblem(from: decoder))
    case .warning: self = .warning(try RunWarning(from: decoder))
    case .footer: self = .footer(try RunFooter(from: decoder))
    }
  }

  /// Writes the members of the record and its type.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .type)
    switch self {
    case .header(let header): try header.encode(to: encoder)
    case .file(let file): try file.encode(to: encoder)
    case .outcome(let outcome): try outcome.encode(to: encoder)
    case .problem(let problem): try problem.encode(to: encoder)
    case .warning(let warning): try warning.encode(to: encoder)
    case .footer(let footer): try footer.encode(to: encoder)
    }
  }

  private var kind: Kind {
    switch self {
    case .header: .header
    case .file: .file
    case .outcome: .case
    case .problem: .problem
    case .warning: .warning
    case .footer: .footer
    }
  }
}
