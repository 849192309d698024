// SPDX-License-Identifier: MIT

import BNVerdicts
import Testing

@testable import BNRunFile

@Suite("Run merge")
struct RunMergeTests {
  private let ids = ["a/1/f32", "a/2/f32", "a/3/f32"]

  private func shard(_ index: Int, of count: Int, _ ids: [String], planned: Int = 3) throws
    -> RunFile
  {
    var header = Synthetic.header(["a.h5"])
    header.settings.shard = Shard(index: index, count: count)
    return try run(header, ids, planned: planned)
  }

  private func run(_ header: RunHeader, _ ids: [String], planned: Int?) throws -> RunFile {
    var record = Synthetic.record("a.h5", ids)
    (record.cases, record.planned) = (3, planned)
    record.digest = try Synthetic.digest("a")
    var run = RunFile(
      header: header,
      records: [.file(record)] + ids.map { Synthetic.recorded("a.h5", $0) }
        + [.warning(RunWarning("look out"))]
    )
    run.footer = RunFooter(
      counts: OutcomeCounts(run.outcomes.map(\.outcome)),
      problems: 0,
      digest: run.suiteDigest,
      exitCode: 0,
      milliseconds: 1
    )
    return run
  }

  private func merge(_ runs: [RunFile]) throws(MergeRefusal) -> RunFile {
    try RunMerge.merge(runs.enumerated().map { ("\($0.offset + 1).jsonl", $0.element) })
  }

  private func complaints(_ runs: [RunFile]) -> [String] {
    do throws(MergeRefusal) {
      _ = try merge(runs)
      return []
    } catch {
      return error.problems
    }
  }

  @Test("gives the unsharded run, whatever the order of the shards")
  func whole() throws {
    let shards = [
      try shard(1, of: 3, [ids[1]]), try shard(2, of: 3, []),
      try shard(3, of: 3, [ids[0], ids[2]]),
    ]
    let single = try run(Synthetic.header(["a.h5"]), ids, planned: nil)
    #expect(try merge(shards).canonicalForm == single.canonicalForm)
    #expect(try merge(shards.reversed()).canonicalForm == single.canonicalForm)
  }

  @Test("takes a thousand shards")
  func thousand() throws {
    let ids = (0..<2500).map { "a/\($0)/f32" }
    let cut = try (0..<1000).map { index in
      let own = stride(from: index, to: ids.count, by: 1000).map { ids[$0] }
      return try shard(index + 1, of: 1000, own, planned: ids.count)
    }
    let merged = try merge(cut.reversed())
    #expect(Set(merged.outcomes.map(\.outcome.id)) == Set(ids))
    #expect(merged.outcomes.count == ids.count && merged.warnings.count == 1)
  }

  @Test("names shards that are missing, duplicated, incomplete, or whole runs")
  func incomplete() throws {
    let (one, two) = (try shard(1, of: 2, [ids[0]]), try shard(2, of: 2, [ids[1], ids[2]]))
    #expect(complaints([one]) == ["missing: shard 2/2"])
    #expect(complaints([one, two, one]) == ["1.jsonl and 3.jsonl are both shard 1/2"])
    var broken = two
    broken.footer = nil
    #expect(
      complaints([one, broken]).first?.contains("2.jsonl, shard 2/2, is incomplete") == true
    )
    let other = try shard(1, of: 3, [ids[0]])
    #expect(complaints([other, two]).contains { $0.contains("different numbers of shards: 2, 3") })
    let single = try run(Synthetic.header(["a.h5"]), ids, planned: nil)
    #expect(complaints([single]).first == "1.jsonl is a whole run, not a shard")
  }

  @Test("refuses cases in two shards or in none")
  func overlap() throws {
    let one = try shard(1, of: 2, [ids[0], ids[1]])
    #expect(
      complaints([one, try shard(2, of: 2, [ids[1], ids[2]])]).contains(
        "1.jsonl and 2.jsonl both hold a/2/f32"
      )
    )
    #expect(complaints([one, try shard(2, of: 2, [])]) == ["a.h5: 1 of 3 cases are in no shard"])
  }

  @Test("refuses other goldens and other settings")
  func different() throws {
    let one = try shard(1, of: 2, [ids[0]])
    var two = try shard(2, of: 2, [ids[1], ids[2]])
    two.files[0].digest = try Synthetic.digest("b")
    #expect(complaints([one, two]).first?.hasPrefix("2.jsonl read another a.h5: digest") == true)
    two.files[0].digest = one.files[0].digest
    two.header.settings.strict = true
    #expect(complaints([one, two]) == ["1.jsonl and 2.jsonl differ in --strict: false and true"])
  }
}
