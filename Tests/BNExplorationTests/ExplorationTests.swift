// SPDX-License-Identifier: MIT

import BNImplementations
import BNTensors
import BNGoldenCases
import BNRunFile
import BNVerdicts
import Testing

@testable import BNExploration

@Suite("Exploration")
struct ExplorationTests {
  private func explored(
    _ implementation: String,
    cases: Int,
    profile: CaseProfile = .math,
    seed: UInt64 = 11
  ) async throws -> Explored {
    var plan = ExplorationPlan(implementation: implementation)
    (plan.seed, plan.cases, plan.jobs, plan.profile) = (seed, cases, 2, profile)
    return try await Exploration(plan).run()
  }

  @Test("the reference gives every bit, in both profiles", arguments: [CaseProfile.math, .torch])
  func reference(_ profile: CaseProfile) async throws {
    let explored = try await explored("reference", cases: 1_000, profile: profile)
    #expect(explored.tally.judged == 1_000 && explored.tally.exact == 1_000)
    #expect(explored.exitCode(nil) == .asExpected && explored.examples.isEmpty)
  }

  @Test(
    "sound arithmetic is never refused",
    arguments: ["welford", "folded", "chunked", "newton-root"]
  )
  func sound(_ name: String) async throws {
    let explored = try await explored("legal:\(name)", cases: 1_000)
    #expect(explored.tally.failing == 0, "\(explored.failures.map(\.outcome.id))")
  }

  @Test(
    "a fault is found, named and boiled down",
    arguments: [
      "biased-running-var", "eps-outside-root", "momentum-swapped",
    ]
  )
  func fault(_ name: String) async throws {
    let explored = try await explored("fault:\(name)", cases: 400)
    #expect(explored.exitCode(nil) == .notAsExpected)
    let example = try #require(explored.examples.first)
    #expect(example.shrunk.outcome.causes?.contains(name) == true)
    #expect(example.shrunk.inputCount <= 8, "\(example.shrunk.golden.request)")
    #expect(example.shrunk.golden.metadata.level == .required)
  }

  @Test("the same seed and number of cases give the same failures, in any number of lanes")
  func repeatable() async throws {
    var plan = ExplorationPlan(implementation: "fault:biased-running-var")
    (plan.seed, plan.cases, plan.examples) = (4, 300, 0)
    let first = try await Exploration(plan).run()
    plan.jobs = 3
    let second = try await Exploration(plan).run()
    #expect(first.tally.failing == second.tally.failing && first.tally.drawn == second.tally.drawn)
    #expect(first.failures.map(\.outcome.id) == second.failures.map(\.outcome.id))
  }

  @Test("nothing is drawn that is not asked for")
  func scope() async throws {
    var plan = ExplorationPlan(implementation: "reference")
    (plan.seed, plan.cases) = (2, 200)
    plan.scope.types = [.float64]
    plan.scope.unsupported = ["backward", "kind=1d", "kind=nd", "kind=3d"].map {
      .init(feature: $0)
    }
    let explored = try await Exploration(plan).run()
    let values = Set(explored.tally.drawn.keys.map(\.value))
    #expect(values == ["training", "evaluation", "float64", "2d"] && explored.tally.judged == 200)
  }
}
