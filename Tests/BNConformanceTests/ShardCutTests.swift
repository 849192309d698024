// SPDX-License-Identifier: MIT

import BNVerdicts
import BNGoldenCases
import Testing

@testable import BNRunFile

@Suite("Shards")
struct ShardCutTests {
  private func ids(_ count: Int) throws -> [CaseID] {
    try (0..<count).map { try CaseID("a/\($0 + 1000)/f32") }
  }

  @Test("are written k/n with 1 ≤ k ≤ n")
  func text() {
    #expect(Shard("2/3") == Shard(index: 2, count: 3))
    #expect(Shard("3/3")?.description == "3/3")
    for text in ["0/3", "4/3", "1/0", "1/100001", "1", "1/2/3", "a/b", "-1/2", "", "/"] {
      #expect(Shard(text) == nil, "\(text)")
    }
  }

  @Test("together hold every case once, in even parts", arguments: [1, 2, 3, 7, 40, 41, 100])
  func partition(count: Int) throws {
    let all = try ids(40)
    var seen: [CaseID] = []
    var sizes: [Int] = []
    for index in 1...count {
      let cut = ShardCut(shard: try #require(Shard(index: index, count: count)))
      let part = try cut.ids(of: all, file: "a.h5")
      #expect(part == (try cut.ids(of: all, file: "a.h5")))
      seen += part
      sizes.append(part.count)
    }
    #expect(seen.sorted() == all)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
  }

  @Test("are balanced by what the cases cost, the dear ones apart")
  func costs() {
    let costs: [Double] = [8, 7, 1, 1, 1, 1, 1]
    let outcomes = costs.enumerated().map { rank, cost in
      var outcome = Synthetic.outcome("a/\(rank)/f32")
      outcome.milliseconds = cost
      return RunRecord.outcome(RecordedOutcome(file: "a.h5", outcome: outcome))
    }
    let run = RunFile(header: Synthetic.header(), records: outcomes)
    let plan = CostPlan(run, shards: 2)
    var loads = [0.0, 0.0]
    for (rank, cost) in costs.enumerated() {
      guard let place = plan.place(of: "a/\(rank)/f32") else { continue }
      loads[place] += cost
    }
    #expect(loads.sorted() == [10, 10])
    #expect(plan.place(of: "a/0/f32") != plan.place(of: "a/1/f32"))
    #expect(plan.place(of: "a/unknown/f32") == nil)
  }
}
