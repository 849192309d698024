// SPDX-License-Identifier: MIT

internal import BNPlatform

/// Turns messages into lines and back.
enum WireCoding {
  /// The line of a message, without its end.
  static func line(_ message: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    return try [UInt8](encoder.encode(message))
  }

  /// The message of a line.
  ///
  /// - Throws: what is wrong with it, told apart: no JSON at all, or not the expected object.
  static func message<Message: Decodable>(
    _ type: Message.Type,
    _ line: [UInt8]
  ) throws(AdapterFailure.Problem) -> Message {
    try MessageForm.check(line)
    do {
      return try JSONDecoder().decode(type, from: Data(line))
    } catch let error as DecodingError {
      if case .dataCorrupted(let context) = error, context.codingPath.isEmpty {
        throw .noJSON(line: beginning(of: line))
      }
      throw .malformed(error.inWords)
    } catch {
      throw .malformed("\(error)")
    }
  }

  /// The beginning of a line, for messages.
  static func beginning(of line: [UInt8]) -> String {
    String(decoding: line.prefix(120), as: UTF8.self) + (line.count > 120 ? "…" : "")
  }
}

extension DecodingError {
  /// Where and what, without the library's own terms.
  fileprivate var inWords: String {
    switch self {
    case .keyNotFound(let key, let context):
      "\(place(context.codingPath + [key])) is missing"
    case .valueNotFound(_, let context): "\(place(context.codingPath)) is null"
    case .typeMismatch(let type, let context):
      "\(place(context.codingPath)) is not \(Self.kind(type))"
    case .dataCorrupted(let context): "\(place(context.codingPath)): \(context.debugDescription)"
    @unknown default: "\(self)"
    }
  }

  /// What JSON calls a value of a type.
  private static func kind(_ type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is Bool.Type: "true or false"
    case is any BinaryInteger.Type: "an integer"
    case is any BinaryFloatingPoint.Type: "a number"
    case is [Any].Type: "an array"
    default: "an object"
    }
  }

  private func place(_ path: [any CodingKey]) -> String {
    path.isEmpty
      ? "the message"
      : path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
  }
}
