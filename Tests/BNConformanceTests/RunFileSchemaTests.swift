// SPDX-License-Identifier: MIT

import BNBounds
import Foundation
import BNGoldenCases
import BNImplementations
import BNTensors
import Testing

@testable import BNRunFile
@testable import BNVerdicts

@Suite("The schema of run files")
struct RunFileSchemaTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func schema() throws -> JSONSchema {
    try JSONSchema(path: Self.root.appending(path: "tools/adapters/runfile.schema.json").path)
  }

  /// The names of a value's members, those included that are nil.
  private func members(_ value: Any) -> Set<String> {
    Set(Mirror(reflecting: value).children.compactMap(\.label))
  }

  @Test("has every member of every record, and no other")
  func members() throws {
    let schema = try schema()
    let header = Synthetic.header()
    let outcome = Synthetic.outcome()
    let run = RunFile(header: header, records: [])
    let footer = RunFooter(run, exitCode: .asExpected, milliseconds: 1)
    let described = ImplementationDescription(name: "", version: "", language: "")
    let values: [(String, Any)] = [
      ("header", header), ("tool", header.tool), ("machine", header.machine),
      ("settings", header.settings), ("selection", header.settings.selection),
      ("shard", try #require(Shard(index: 1, count: 1))),
      ("file", Synthetic.record("a.h5", [])), ("implementation", described),
      ("limit", DeclaredLimit(feature: "x")), ("case", outcome), ("item", JudgedItem.blank),
      ("comparison", TensorComparison.blank), ("element", ElementVerdict.blank),
      ("histogram", ErrorHistogram()), ("map", FailureMap.blank),
      ("problem", RunProblem(.format, file: "", problem: "")), ("warning", RunWarning("")),
      ("claim", RunClaim(known: 0, seen: 0, lacking: [], scopes: [])),
      ("footer", footer),
    ]
    for (name, value) in values {
      let known = schema.members(name).subtracting(["type"])
      // A verdict stands beside the name of its file.
      #expect(known.subtracting(name == "case" ? ["file"] : []) == members(value), "\(name)")
    }
    let statuses = Set(OutcomeStatus.allCases.map(\.rawValue))
    let counts = schema.definition("footer")["properties"] as? [String: Any]
    let table = (counts?["counts"] as? [String: Any])?["properties"] as? [String: Any]
    #expect(Set((table ?? [:]).keys) == statuses)
  }

  @Test("has the members that verdicts are read and written by, and requires those that all have")
  func visited() throws {
    let schema = try schema()
    let objects: [(String, any LineObject)] = [
      ("case", RecordedOutcome.blank), ("item", JudgedItem.blank),
      ("comparison", TensorComparison.blank), ("element", ElementVerdict.blank),
      ("number", ReportedNumber.blank), ("histogram", ErrorHistogram.blank),
      ("map", FailureMap.blank), ("pattern", FailurePattern.blank),
    ]
    for (name, object) in objects {
      var (object, list) = (object, MemberList())
      try object.visit(&list)
      #expect(list.names == list.names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      #expect(Set(list.names) == schema.members(name).subtracting(["type"]), "\(name)")
      let required = schema.definition(name)["required"] as? [String] ?? []
      #expect(list.required == Set(required).subtracting(["type"]), "\(name)")
    }
  }

  @Test("fits the runs that are on file", arguments: ["reference", "flax", "pytorch"])
  func committed(name: String) throws {
    let schema = try schema()
    let path = Self.root.appending(path: "Golden/reports/\(name).jsonl")
    let lines = try Data(contentsOf: path).split(separator: UInt8(ascii: "\n"))
    #expect(lines.count > 700)
    for line in lines {
      #expect(try schema.complaints(about: line, as: try type(of: line)) == [])
    }
  }

  @Test("fits the verdicts on known faults, with all their numbers")
  func faults() throws {
    let schema = try schema()
    for outcome in FaultOutcomes.all {
      let record = RunRecord.outcome(RecordedOutcome(file: "a.h5", outcome: outcome))
      #expect(try schema.complaints(about: try JSONLine().encode(record), as: "case") == [])
    }
  }

  @Test("refuses a member too many, one too few, and one of another kind")
  func refuses() throws {
    let schema = try schema()
    let line = String(
      decoding: try JSONLine().encode(RunRecord.warning(RunWarning("x"))),
      as: UTF8.self
    )
    for wrong in ["\"text\":\"x\",\"more\":1", "\"other\":\"x\"", "\"text\":1"] {
      let forged = line.replacing("\"text\":\"x\"", with: wrong)
      #expect(forged != line)
      #expect(try !schema.complaints(about: forged.utf8, as: "warning").isEmpty)
    }
    #expect(try schema.complaints(about: line.utf8, as: "warning") == [])
  }

  private func type(of line: some Sequence<UInt8>) throws -> String {
    let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
    return try #require(object?["type"] as? String)
  }
}

/// The names of the members of an object.
private struct MemberList: MemberVisitor {
  var names: [String] = []
  var required: Set<String> = []

  mutating func member<Value: LineValue>(
    _ name: StaticString,
    _ value: inout Value,
    unless isUsual: Bool,
    usual: Value?
  ) {
    names.append("\(name)")
    // What is written though it is null is there in every object.
    if usual == nil || (value is Double? && !isUsual) { required.insert("\(name)") }
  }
}
