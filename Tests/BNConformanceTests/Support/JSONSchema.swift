// SPDX-License-Identifier: MIT

import Foundation

/// A JSON Schema, as far as ours go.
///
/// Every keyword that stands in one is checked, and one that is not known here is a complaint of its own.
struct JSONSchema {
  private let root: [String: Any]

  init(path: String) throws {
    let value = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
    root = value as? [String: Any] ?? [:]
  }

  /// The definition of a name.
  func definition(_ name: String) -> [String: Any] {
    (root["$defs"] as? [String: Any])?[name] as? [String: Any] ?? [:]
  }

  /// The names of the members that an object of this definition may have.
  func members(_ name: String) -> Set<String> {
    Set((definition(name)["properties"] as? [String: Any] ?? [:]).keys)
  }

  /// The complaints about a line, one of the definitions; none if it is valid.
  func complaints(about line: some Sequence<UInt8>, as name: String) throws -> [String] {
    let value = try JSONSerialization.jsonObject(with: Data(line))
    return complaints(value, definition(name), at: name)
  }

  private func complaints(_ value: Any, _ schema: [String: Any], at place: String) -> [String] {
    schema.sorted { $0.key < $1.key }.flatMap { keyword, rule -> [String] in
      holds(value, keyword, rule, schema)
        ? nested(value, keyword, rule, at: place) : ["\(place): \(keyword) is not \(rule)"]
    }
  }

  /// Whether a keyword holds for the value itself.
  private func holds(_ value: Any, _ keyword: String, _ rule: Any, _ schema: [String: Any]) -> Bool
  {
    let (text, number) = (value as? String, value as? NSNumber)
    let (array, object) = (value as? [Any], value as? [String: Any])
    switch keyword {
    case "description", "$ref", "items", "properties": return true
    case "type":
      return (rule as? [String] ?? [rule as? String ?? ""]).contains { Self.is(value, $0) }
    case "const": return text == rule as? String
    case "enum": return text.map { (rule as? [String] ?? []).contains($0) } ?? false
    case "pattern":
      guard let text, let pattern = rule as? String else { return false }
      return text.range(of: pattern, options: .regularExpression) != nil
    case "minimum": return number.map { $0.doubleValue >= (rule as? Double ?? .infinity) } ?? false
    case "maximum": return number.map { $0.doubleValue <= (rule as? Double ?? -.infinity) } ?? false
    case "minItems": return array.map { $0.count >= rule as? Int ?? .max } ?? false
    case "maxItems": return array.map { $0.count <= rule as? Int ?? -1 } ?? false
    case "minProperties": return object.map { $0.count >= rule as? Int ?? .max } ?? false
    case "maxProperties": return object.map { $0.count <= rule as? Int ?? -1 } ?? false
    case "required":
      return object.map { Set(rule as? [String] ?? []).isSubset(of: $0.keys) } ?? false
    case "additionalProperties":
      let known = (schema["properties"] as? [String: Any] ?? [:]).keys
      return object.map { Set($0.keys).isSubset(of: known) } ?? false
    default: return false
    }
  }

  /// What a keyword says of the parts of the value, or sends to another definition.
  private func nested(_ value: Any, _ keyword: String, _ rule: Any, at place: String) -> [String] {
    let schema = rule as? [String: Any] ?? [:]
    switch keyword {
    case "$ref":
      let name = (rule as? String ?? "").replacing("#/$defs/", with: "")
      return complaints(value, definition(name), at: place)
    case "items":
      return (value as? [Any] ?? []).flatMap { complaints($0, schema, at: place + "[]") }
    case "properties":
      return (value as? [String: Any] ?? [:]).flatMap { key, member in
        (schema[key] as? [String: Any]).map { complaints(member, $0, at: place + "." + key) } ?? []
      }
    default: return []
    }
  }

  private static func `is`(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "null": value is NSNull
    case "boolean": value is Bool
    case "number": value is NSNumber
    case "integer": (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
    default: false
    }
  }
}
