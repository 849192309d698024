// SPDX-License-Identifier: MIT

internal import BNDiagnosis
internal import BNGoldenCases
internal import BNImplementations
internal import BNRunFile
package import BNRunning
internal import BNVerdicts

/// Draws cases without end, puts them to an implementation, and boils down what fails.
package struct Exploration: Sendable {
  private let plan: ExplorationPlan
  private let implementation: any Implementation

  /// Prepares an exploration.
  ///
  /// - Throws: ``UnknownImplementationError`` if the plan names no implementation.
  package init(_ plan: ExplorationPlan) throws(UnknownImplementationError) {
    self.plan = plan
    implementation =
      plan.run.asksCaller
      ? CallerImplementation()
      : try ImplementationRegistry.find(
        plan.implementation,
        limits: plan.run.processLimits,
        requestFolder: plan.run.requestFolder,
        answersAdvisory: false
      )
  }

  /// Draws until the plan is fulfilled or somebody interrupts; `tell` hears of the progress.
  ///
  /// - Throws: whatever keeps the implementation from being started.
  package func run(
    interruption: Interruption = Interruption(),
    tell: (ExplorationTally) -> Void = { _ in }
  ) async throws -> Explored {
    let start = ContinuousClock.now
    return try await implementation.withSession { session in
      let description = try await implementation.description
      // Nobody knew the numbers when the implementation started.
      let seed = plan.seed ?? .random(in: 0...(plan.isSealed ? .max : UInt64(UInt32.max)))
      let deal = DrawDeal(plan, seed: seed, description, interruption)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1..<max(1, width(of: description)) {
          group.addTask { @concurrent in
            try await implementation.withSession { session in
              await lane(DrawTrial(plan.run, session, description), deal) { _ in }
            }
          }
        }
        await lane(DrawTrial(plan.run, session, description), deal, tell)
        try await group.waitForAll()
      }
      let tally = deal.tally
      let drawing = start.duration(to: .now) / .seconds(1)
      var explored = Explored(
        plan: plan,
        seed: seed,
        description: description,
        tally: tally,
        dealt: deal.dealt,
        seconds: drawing
      )
      guard !interruption.isRaised else { return explored }
      explored.failures = tally.explained()
      let shrinking = CaseShrinking(DrawTrial(plan.run, session, description))
      for draw in explored.examples(plan.examples) {
        explored.examples.append(await shrinking.shrunk(draw))
      }
      return explored
    }
  }

  /// How many sessions may be open at once.
  private func width(of description: ImplementationDescription) -> Int {
    plan.run.asksCaller || ImplementationRegistry.isExternal(plan.implementation)
      ? min(plan.jobs, description.parallel ?? 1) : plan.jobs
  }

  private func lane(
    _ trial: DrawTrial,
    _ deal: DrawDeal,
    _ tell: (ExplorationTally) -> Void
  ) async {
    var earlier: [JudgedDraw] = []
    while let outlines = deal.next() {
      for outline in plan.isSealed ? outlines.shuffled() : outlines {
        guard let golden = await DrawnCase.golden(outline), deal.isTaken(golden.request) else {
          continue
        }
        let draw = await trial.judge(golden)
        deal.take(draw)
        if plan.isSealed, draw.outcome.status == .passed { earlier.append(draw) }
      }
      if plan.isSealed {
        for draw in earlier.shuffled().prefix(Self.repeats) {
          deal.takeAgain(await trial.judgeAgain(draw))
        }
        earlier = Array(earlier.shuffled().prefix(Self.remembered))
      }
      tell(deal.tally)
    }
  }

  /// How many earlier cases are put again after each hand, and how many are kept for that.
  private static let repeats = 2
  private static let remembered = 64
}
