// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import BNRecipes
internal import BNRunFile
internal import BNVerdicts

/// Boils a failure down: fewer steps, channels, samples and positions, a plainer layer, plainer numbers, as
/// long as it fails for the same cause.
struct CaseShrinking {
  private let trial: DrawTrial
  /// How many smaller cases are tried.
  private static let budget = 1_000
  private static let seconds = 10.0

  init(_ trial: DrawTrial) { self.trial = trial }

  /// The smallest failure that was found on the way from another one.
  ///
  /// The specification of record has computed what it expects; on the way there the kernels do, which are faster.
  func shrunk(_ draw: JudgedDraw) async -> ShrunkDraw {
    let target = ShrinkingTarget(draw)
    let end = ContinuousClock.now.advanced(by: .seconds(Self.seconds))
    var best = draw
    var attempts = 0
    var isSmaller = true
    search: while isSmaller {
      isSmaller = false
      for reduction in CaseReduction.all {
        // A reduction is taken as often as it succeeds; its own place in the case moves on when it does not.
        var place = 0
        while let candidate = reduction.candidate(best.golden.request, place) {
          guard attempts < Self.budget, .now < end else { break search }
          attempts += 1
          if let smaller = await failure(candidate, best.golden, target) {
            (best, isSmaller) = (smaller, true)
          } else {
            place += 1
          }
        }
      }
    }
    best = await failure(best.golden.request, best.golden, target, isRecord: true) ?? draw
    best = best.inFull()
    let id = draw.golden.id
    best.golden.metadata.title =
      "Boiled down from \(id.text): \(best.symptom.thing) after \(best.symptom.step)"
    best.golden.metadata.rationale = "Drawn at random, and boiled down to what still fails."
    (best.outcome.title, best.outcome.rationale) = (
      best.golden.metadata.title, best.golden.metadata.rationale
    )
    best.golden.metadata.rules = best.golden.request.rules
    best.outcome.rules = best.golden.metadata.rules.map(\.description)
    best.outcome.causes = draw.outcome.causes
    return ShrunkDraw(found: draw, shrunk: best, attempts: attempts)
  }

  /// What comes of a smaller case if it fails in the same way.
  private func failure(
    _ request: CaseRequest,
    _ larger: GoldenCase,
    _ target: ShrinkingTarget,
    isRecord: Bool = false
  ) async -> JudgedDraw? {
    guard
      let golden = await SpecifiedCase.golden(request, larger.metadata, isRecord: isRecord),
      golden.request.steps.count == request.steps.count,
      golden.raisesErrors == larger.raisesErrors
    else { return nil }
    let draw = await trial.judge(golden)
    return draw.outcome.isCounted(strict: false) && draw.outcome.status != .unsupported
      && draw.outcome.status != .errored && target.holds(draw) ? draw : nil
  }
}

extension GoldenCase {
  /// Whether a step must fail: that is a matter of another profile.
  fileprivate var raisesErrors: Bool { expectations.contains { $0.error != nil } }
}
