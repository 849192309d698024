// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import BNImplementations
internal import BNRunFile
internal import BNRunning

/// Deals the numbers of the cases to those who judge them, and collects what they find.
final class DrawDeal: Sendable {
  private let plan: ExplorationPlan
  private let seed: UInt64
  private let description: ImplementationDescription
  private let interruption: Interruption
  private let end: ContinuousClock.Instant
  private let state: Shared<State>

  private struct State: Sendable {
    var next: UInt64
    var dealt = 0
    var tally = ExplorationTally()
  }

  /// How many cases are dealt at a time.
  private static let hand = 8

  init(
    _ plan: ExplorationPlan,
    seed: UInt64,
    _ description: ImplementationDescription,
    _ interruption: Interruption
  ) {
    (self.plan, self.seed, self.description) = (plan, seed, description)
    self.interruption = interruption
    let seconds = plan.seconds ?? (plan.cases == nil ? ExplorationPlan.usualSeconds : 1e9)
    end = .now.advanced(by: .seconds(seconds))
    state = Shared(State(next: plan.first))
  }

  /// What was found so far.
  var tally: ExplorationTally { state.withLock { $0.tally } }

  /// How many cases were dealt.
  var dealt: Int { state.withLock { $0.dealt } }

  /// The next cases that the implementation takes; nil if there are to be no more.
  func next() -> [CaseOutline]? {
    guard !interruption.isRaised, ContinuousClock.now < end else { return nil }
    return state.withLock { state in
      if plan.cases == nil, plan.seconds == nil, state.tally.isExhausted { return nil }
      let count = min(Self.hand, plan.cases.map { $0 - state.dealt } ?? Self.hand)
      var outlines: [CaseOutline] = []
      // Who takes hardly anything is not asked for ever.
      for _ in 0..<(1 << 16) where outlines.count < count {
        let outline = CaseOutline(seed: seed, index: state.next)
        state.next += 1
        if isTaken(outline) { outlines.append(outline) }
      }
      state.dealt += outlines.count
      return outlines.isEmpty ? nil : outlines
    }
  }

  /// Takes the verdict on a case.
  func take(_ draw: JudgedDraw) { state.withLock { $0.tally.take(draw) } }

  /// Takes what came of a case that was put again; nil if it was answered as before.
  func takeAgain(_ draw: JudgedDraw?) { state.withLock { $0.tally.takeAgain(draw) } }

  private func isTaken(_ outline: CaseOutline) -> Bool {
    (plan.profile == .torch || outline.profile == .math) && isTaken(outline.features)
  }

  /// Whether the implementation takes a case, now that its tensors are known.
  func isTaken(_ request: CaseRequest) -> Bool { isTaken(request.features) }

  private func isTaken(_ features: Set<CaseFeature>) -> Bool {
    plan.scope.limit(for: features) == nil && description.limit(for: features) == nil
  }
}
