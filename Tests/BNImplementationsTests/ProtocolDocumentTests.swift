// SPDX-License-Identifier: MIT

import BatchNorm
import Foundation
import BNGoldenCases
import BNTensors
import Testing

@testable import BNImplementations

@Suite("The protocol's document")
struct ProtocolDocumentTests {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "tools/adapters")

  /// The JSON examples of the page, one line each.
  private func examples() throws -> [[UInt8]] {
    let page = try String(contentsOf: Self.folder.appending(path: "PROTOCOL.md"), encoding: .utf8)
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.indices.filter { lines[$0] == "```json" }.map { Array(lines[$0 + 1].utf8) }
  }

  @Test("has an example of every message, which the code reads")
  func examplesAreRead() throws {
    let lines = try examples()
    try #require(lines.count == 9)
    guard case .start(let path) = try WireCoding.message(WireCommand.self, lines[0]) else {
      Issue.record("no start")
      return
    }
    #expect(path.hasPrefix("/"))
    let description = try WireCoding.message(WireDescription.self, lines[1])
      .implementation(command: ["x"])
    #expect(description.types == [.float32, .float64])
    #expect(description.unsupported?.map(\.feature) == ["double_backward"])
    #expect(try WireCoding.message(WireAnswer.self, lines[4]).unsupported?.link != nil)
    #expect(try WireCoding.message(WireAnswer.self, lines[5]).error?.message != nil)
    guard case .stop = try WireCoding.message(WireCommand.self, lines[6]) else {
      Issue.record("no stop")
      return
    }
    // What `judge` adds is written only; its tests read it.
    for (line, verb) in zip(lines[7...], ["verdict", "end"]) {
      let message = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
      #expect(message?["cmd"] as? String == verb)
    }
  }

  @Test("answers its own example as the reference does")
  func exampleIsRight() async throws {
    let lines = try examples()
    let folder = try SessionFolder.create()
    defer { folder.remove() }
    guard case .run(let sequence, let wire) = try WireCoding.message(WireCommand.self, lines[2])
    else {
      Issue.record("no run")
      return
    }
    let request = try wire.request(folder: folder)
    let answer = try WireCoding.message(WireAnswer.self, lines[3])
    #expect(answer.sequence == sequence)
    guard case .ran(let seen) = try answer.caseAnswer(steps: 1, folder: folder),
      case .ran(let expected) = try await ReferenceImplementation().withSession({ session in
        await session.answer(request)
      })
    else {
      Issue.record("an example did not run")
      return
    }
    let judged = expected[0].tensors.filter { !$0.key.isAdvisory }
    #expect(seen[0].tensors == judged)
    #expect(seen[0].inputUnchanged == true)
  }

  @Test("writes a request that reads back the same")
  func requestRoundTrip() throws {
    let lines = try examples()
    guard case .run(7, let wire) = try WireCoding.message(WireCommand.self, lines[2]) else {
      Issue.record("no run")
      return
    }
    let request = try wire.request(folder: nil)
    let again = try WireCoding.line(
      WireCommand.run(sequence: 7, WireCase(request, id: "c7", folder: nil))
    )
    guard case .run(7, let second) = try WireCoding.message(WireCommand.self, again) else {
      Issue.record("no run")
      return
    }
    #expect(try second.request(folder: nil) == request)
  }

  @Test("has a schema that knows every name")
  func schemaNames() throws {
    let data = try Data(contentsOf: Self.folder.appending(path: "protocol.schema.json"))
    #expect(try JSONSerialization.jsonObject(with: data) is [String: Any])
    let schema = String(decoding: data, as: UTF8.self)
    let page = try String(contentsOf: Self.folder.appending(path: "PROTOCOL.md"), encoding: .utf8)
    for name in TensorName.allCases { #expect(schema.contains("\"\(name.rawValue)\"")) }
    for type in ElementType.allCases { #expect(schema.contains("\"\(type.rawValue)\"")) }
    for kind in ErrorKind.allCases { #expect(schema.contains(kind.rawValue)) }
    for feature in CaseFeature.examples {
      #expect(schema.contains("\"\(feature.name)\""))
      let documented =
        switch feature {
        case .inputType: "`input_type=T`"
        case .parameterType: "`parameter_type=T`"
        default: "`\(feature.name)`"
        }
      #expect(page.contains(documented))
    }
  }
}

extension CaseFeature {
  /// One of every feature.
  static let examples: [CaseFeature] =
    LayerKind.allCases.map(CaseFeature.kind) + [
      .inputType(.int64), .parameterType(.float16), .mixedTypes, .cumulativeMomentum,
      .withoutAffine, .partialAffine, .withoutTracking, .irregularState, .emptyInput, .training,
      .evaluation, .backward, .doubleBackward, .resetRunningStats, .setTrackRunningStats,
      .loadState,
    ]
}
