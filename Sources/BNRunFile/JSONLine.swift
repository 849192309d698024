// SPDX-License-Identifier: MIT

internal import BNPlatform

/// JSON on one line, with sorted keys, so that equal values are equal bytes.
package struct JSONLine {
  private let encoder: JSONEncoder

  /// Creates a writer of lines.
  package init() {
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  /// The value as JSON, with a newline at its end.
  ///
  /// - Throws: `EncodingError` if the value holds a number that is not finite.
  package func encode(_ value: some Encodable) throws -> [UInt8] {
    Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  }

  /// Verdicts as a JSON array.
  ///
  /// - Throws: `EncodingError` if one holds a number that is not finite.
  package static func array(_ outcomes: [RecordedOutcome]) throws -> [UInt8] {
    try encoded(outcomes)
  }

  /// A record of a run as its line; verdicts, which most of them are, without the JSON encoder.
  ///
  /// - Throws: `EncodingError` if the record holds a number that is not finite.
  package func encode(_ record: RunRecord) throws -> [UInt8] {
    func line(_ type: String, _ value: some Encodable) throws -> [UInt8] {
      try encode(TypedRecord(type: type, value: value))
    }
    switch record {
    case .header(let header): return try line("header", header)
    case .file(let file): return try line("file", file)
    case .outcome(let outcome):
      return try Self.encoded(OutcomeLine(outcome)) + [UInt8(ascii: "\n")]
    case .problem(let problem): return try line("problem", problem)
    case .warning(let warning): return try line("warning", warning)
    case .claim(let claim): return try line("claim", claim)
    case .footer(let footer): return try line("footer", footer)
    }
  }

  private static func encoded(_ value: some LineValue) throws -> [UInt8] {
    var writer = LineWriter()
    do throws(NoLine) {
      try value.write(to: &writer)
    } catch {
      let context = EncodingError.Context(
        codingPath: [],
        debugDescription: "a number is not finite"
      )
      throw EncodingError.invalidValue(value, context)
    }
    return writer.bytes
  }

  /// Reads a value from a line.
  ///
  /// - Throws: `DecodingError` if it is something else.
  package static func decode<Value: Decodable>(
    _ type: Value.Type = Value.self,
    from line: some Sequence<UInt8>
  ) throws -> Value {
    try JSONDecoder().decode(type, from: (line as? Data) ?? Data(line))
  }
}

/// A record with its type among its members.
private struct TypedRecord<Value: Encodable>: Encodable {
  let type: String
  let value: Value

  private enum CodingKeys: String, CodingKey { case type }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(type, forKey: .type)
    try value.encode(to: encoder)
  }
}

/// The line of a verdict.
private struct OutcomeLine: LineObject {
  var recorded: RecordedOutcome
  private var type = RecordType.case

  private enum RecordType: String, LineValue { case `case` }

  init(_ recorded: RecordedOutcome) { self.recorded = recorded }

  static var blank: OutcomeLine { OutcomeLine(.blank) }

  mutating func visit(_ visitor: inout some MemberVisitor) throws(NoLine) {
    try recorded.visit(&visitor)
    try visitor.member("type", &type)
  }
}

extension RunRecord {
  /// Reads a line.
  ///
  /// - Throws: `DecodingError` or another error if it is no record of a run.
  init(line: UnsafeBufferPointer<UInt8>) throws {
    if let record = Self(verdict: line) {
      self = record
      return
    }
    struct Typed: Decodable { let type: String }
    let data = Data(line)
    switch try JSONLine.decode(Typed.self, from: data).type {
    case "header": self = .header(try JSONLine.decode(from: data))
    case "file": self = .file(try JSONLine.decode(from: data))
    case "problem": self = .problem(try JSONLine.decode(from: data))
    case "warning": self = .warning(try JSONLine.decode(from: data))
    case "claim": self = .claim(try JSONLine.decode(from: data))
    case "footer": self = .footer(try JSONLine.decode(from: data))
    default:
      // Members in another order, or some that this version does not know.
      let sorted = try JSONLine().encode(JSONLine.decode(JSONValue.self, from: data)).dropLast()
      let record = sorted.withUnsafeBufferPointer { Self(verdict: $0, skipsUnknown: true) }
      guard let record else { throw NoLine() }
      self = record
    }
  }

  /// Reads the line of a verdict; nil for every other.
  init?(verdict line: UnsafeBufferPointer<UInt8>, skipsUnknown: Bool = false) {
    guard var scanner = LineScanner(line, skipsUnknown: skipsUnknown),
      let outcome = try? OutcomeLine(from: &scanner), scanner.isAtEnd
    else { return nil }
    self = .outcome(outcome.recorded)
  }
}
