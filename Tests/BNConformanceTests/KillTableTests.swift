// SPDX-License-Identifier: MIT

import BNBounds
import BNFaults
import BNGoldenCases
import BNImplementations
import BNTensors
import BNTestSupport
import BNVerdicts
import Foundation
import Testing

@testable import BNAdequacy
@testable import BNRunFile

@Suite("Which fault fails which case")
struct KillTableTests {
  private static func committed() throws -> KillTable {
    try #require(try KillTable.read(folder: CommittedCases.folder))
  }

  private static func description(
    types: [ElementType]? = nil,
    unsupported: [String] = []
  ) -> ImplementationDescription {
    ImplementationDescription(
      name: "test",
      version: "1",
      language: "Swift",
      types: types,
      unsupported: unsupported.map { DeclaredLimit(feature: $0) },
      offers: CaseFeature.optional.map(\.name)
    )
  }

  /// What a fault answers to a case in a form, judged.
  private static func fails(_ fault: Fault, _ golden: GoldenCase) -> Bool {
    var program = FloatingProgram(golden.request, choices: fault.choices)
    return CaseJudge().outcome(of: golden, answer: program.run(), milliseconds: 0).status != .passed
  }

  @Test("stands in the committed table as the faults answer now")
  func committedTable() throws {
    let table = try Self.committed()
    #expect(table.digest == (try Manifest.read(folder: CommittedCases.folder).digest))
    #expect(table.entries.count == FaultCatalogue.all.count { $0.dialect == nil })
    // A sample, since `bnconform adequacy --kills` takes minutes: other cases in each feature, all forms.
    var random = SplitMix64(seed: 22)
    for feature in ["affine", "momentum", "eps", "shapes", "track_running_stats"] {
      for _ in 0..<12 {
        let cases = try CommittedCases.feature(feature).filter { $0.metadata.level == .required }
        let golden = cases[Int(random.next() % UInt64(cases.count))]
        let entry = table.entries[Int(random.next() % UInt64(table.entries.count))]
        let fault = try #require(FaultCatalogue.named(entry.fault))
        let row = try #require(table.places[golden.id.text])
        #expect(table.rows[row].features == golden.request.features)
        #expect(table.rows[row].forms == golden.otherForms)
        for form in [nil] + golden.otherForms.map(Optional.some) {
          let put = form.flatMap(golden.presented) ?? golden
          #expect(
            entry.fails(.init(row: row, form: form)) == Self.fails(fault, put),
            "\(entry.fault) on \(put.id)"
          )
        }
      }
    }
  }

  @Test("comes back from its file")
  func roundTrip() async throws {
    let cases = try CommittedCases.feature("momentum").filter { $0.metadata.tags.contains("smoke") }
    let digest = try #require(ContentDigest(String(repeating: "a", count: 64)))
    let names = ["momentum-swapped", "none-as-0.1", "rank-3-refused", "channel-is-last-axis"]
    let faults = names.compactMap(FaultCatalogue.named)
    let table = await KillStudy(cases: cases, digest: digest, faults: faults).run(jobs: 1)
    let folder = try TemporaryFolder()
    let path = folder.file(KillTable.fileName)
    try Data(try table.encoded()).write(to: URL(filePath: path))
    #expect(try KillTable.read(folder: folder.path) == table)
    #expect(table.entries.contains { $0.fault == "momentum-swapped" })
    for broken in ["", "{}\n", "{\"format\":2}\n"] {
      try Data(broken.utf8).write(to: URL(filePath: path))
      #expect(throws: GoldenFormatError.self) { try KillTable.read(folder: folder.path) }
    }
  }

  @Test(
    "leaves no fault hidden in the scopes that people have",
    arguments: [
      (types: [ElementType.float32], without: ["kind=1d", "kind=3d", "kind=nd", "backward"]),
      (
        types: [.float32],
        without: ["kind=1d", "kind=3d", "kind=nd", "backward", "forward_training"]
      ),
      (types: [.float32], without: ["kind=1d", "kind=2d", "kind=3d", "track_running_stats=false"]),
      (types: [.bfloat16, .float32], without: ["kind=2d", "kind=3d", "kind=nd", "rank=3"]),
      (types: [.bfloat16], without: ["kind=2d", "kind=3d", "kind=nd", "rank=3"]),
      (types: [.float64], without: ["kind=1d", "kind=2d", "kind=nd", "double_backward"]),
    ]
  )
  func scopes(types: [ElementType], without: [String]) throws {
    let table = try Self.committed()
    let description = Self.description(types: types, unsupported: without)
    let report = PowerReport(table, description, profile: .math)
    #expect(report.hidden == [])
    #expect(
      report.cases > 40
        && report.seen + report.lacking.map(\.faults.count).reduce(0, +) == report.known
    )
    // The smallest set sees as much as all.
    let puts = report.smallest.compactMap(table.put)
    #expect(puts.count == report.smallest.count)
    #expect(table.power(of: puts, description, profile: .math).seen == report.seen)
  }

  private func run(
    _ table: KillTable,
    _ statuses: (KillTable.Put) -> OutcomeStatus?,
    _ puts: [KillTable.Put]
  ) -> RunFile {
    var run = RunFile(header: Synthetic.header(["a.h5"]), records: [])
    run.outcomes = puts.compactMap { put in
      statuses(put).map {
        RecordedOutcome(file: "a.h5", outcome: Synthetic.outcome(table.id(put), $0))
      }
    }
    return run
  }

  @Test("claims a scope only where every case of it was judged and passed")
  func claims() throws {
    let table = try Self.committed()
    let description = Self.description(
      types: [.float32],
      unsupported: ["kind=1d", "kind=3d", "kind=nd"]
    )
    let puts = table.asked(description, profile: .torch)
    let scope = try #require(Scope(rawValue: "training/float32/2d"))
    func claim(_ statuses: (KillTable.Put) -> OutcomeStatus?) -> ScopeClaim? {
      table.claim(run(table, statuses, puts))?.scopes.first { $0.scope == scope }
    }
    let whole = try #require(claim { _ in .passed })
    #expect(whole.isComplete && whole.cases > 100)
    let own = puts.filter {
      table.rows[$0.row].mode == .training && table.rows[$0.row].type == "float32"
    }
    let one = own[own.count / 2]
    for status in [OutcomeStatus.failed, .unsupported, .errored, .notRun, .expectedFailure] {
      let part = try #require(claim { $0 == one ? status : .passed })
      #expect(!part.isComplete, "\(status)")
    }
    #expect(claim { $0 == one ? nil : .passed }?.isComplete == false)
    // Another tolerance says nothing of the faults.
    var other = run(table, { _ in .passed }, puts)
    other.header.settings.tolerance = .exact
    #expect(table.claim(other) == nil)
  }

  @Test("says what the faults need that were not seen")
  func lacking() throws {
    let table = try Self.committed()
    let description = Self.description(unsupported: ["double_backward"])
    let power = table.power(
      of: table.asked(description, profile: .torch),
      description,
      profile: .torch
    )
    #expect(power.lacking.map(\.needs) == [["double_backward"]])
    #expect(power.lacking[0].faults.allSatisfy { $0.hasPrefix("second-") })
    #expect(power.seen + power.lacking[0].faults.count == table.entries.count)
  }

  @Test("calls no rank of BatchNorm1d by the name of the whole")
  func oneRank() throws {
    let table = try Self.committed()
    let description = Self.description(
      types: [.float32],
      unsupported: ["kind=2d", "kind=3d", "kind=nd", "rank=3"]
    )
    let puts = table.asked(description, profile: .math)
    var judged = run(table, { _ in .passed }, puts)
    judged.header.settings.selection.profile = .math
    judged.files = [FileRecord(file: "a.h5", cases: 1, implementation: description)]
    let kinds = Set((table.claim(judged)?.scopes ?? []).map(\.scope.kind))
    #expect(kinds.contains("nc") && !kinds.contains("1d"))
  }

  @Test(
    "knows scopes by mode, type and kind",
    arguments: [
      ("training/float32/2d", true), ("inference/bfloat16+float32/any", true),
      ("gradients/float64/nc", true), ("training/flaot32/2d", false), ("training/float32", false),
      ("training/int64/2d", false), ("training/float32/4d", false), ("trainig/float32/2d", false),
    ]
  )
  func scopeNames(text: String, isKnown: Bool) {
    #expect((Scope(rawValue: text)?.rawValue == text) == isKnown)
  }
}
