// SPDX-License-Identifier: MIT

internal import Foundation

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
  package func encode(_ value: some Encodable) throws -> [UInt8] { try encoded(value) }

  private func encoded(_ value: some Encodable) throws -> [UInt8] {
    Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  }

  /// A record of a run as its line; verdicts, which most of them are, without the JSON encoder.
  ///
  /// - Throws: `EncodingError` if the record holds a number that is not finite.
  package func encode(_ record: RunRecord) throws -> [UInt8] {
    if case .outcome(let outcome) = record, let line = outcome.line { return line }
    return try encoded(record)
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
