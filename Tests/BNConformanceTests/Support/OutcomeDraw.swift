// SPDX-License-Identifier: MIT

import BNBounds
import BNGoldenCases
import BNTestSupport
import BNTensors

@testable import BNVerdicts

/// Draws outcomes with whatever may stand in them.
struct OutcomeDraw {
  var random: SplitMix64

  mutating func outcome() -> CaseOutcome {
    var outcome = Synthetic.outcome(text(), any(OutcomeStatus.allCases))
    outcome.title = text()
    outcome.level = any(CaseLevel.allCases)
    outcome.profile = any(CaseProfile.allCases)
    (outcome.rules, outcome.tags) = (texts(), texts())
    (outcome.reason, outcome.link) = (maybe { $0.text() }, maybe { $0.text() })
    outcome.milliseconds = number()
    outcome.rationale = maybe { $0.text() }
    outcome.isDeclared = maybe { $0.flip() }
    outcome.causes = maybe { $0.texts() }
    outcome.contradicts = maybe { $0.texts() }
    outcome.expectation = maybe { $0.text() }
    outcome.isRepeatable = maybe { $0.flip() }
    outcome.traits = maybe { draw in
      (0..<2).map { _ in TraitReading(draw.any(BatchNormTrait.allCases), "v" + draw.text()) }
    }
    outcome.items = (0..<Int.random(in: 0...3, using: &random)).map { _ in item() }
    return outcome
  }

  private mutating func item() -> JudgedItem {
    var item = JudgedItem(
      step: count(),
      name: text(),
      verdict: any([.passed, .wrongShape, .untrusted]),
      detail: maybe { $0.text() },
      elementType: maybe { $0.any(ElementType.allCases) },
      shape: maybe { draw in draw.any([.scalar, .vector(draw.count())]) },
      tolerance: maybe { $0.text() }
    )
    (item.depth, item.comparison) = (maybe { $0.count() }, maybe { $0.comparison() })
    (item.consequenceOf, item.grade) = (maybe { $0.count() }, maybe { $0.any(Grade.allCases) })
    item.neededDepth = maybe { $0.number() }
    return item
  }

  private mutating func comparison() -> TensorComparison {
    var comparison = TensorComparison(count: count())
    if flip() { comparison.exact = count() }
    (comparison.outOfTolerance, comparison.nanMismatches) = (count(), count())
    comparison.infinityMismatches = count()
    (comparison.maxAbsolute, comparison.maxRelative) = (reported(), reported())
    comparison.maxShare = reported()
    comparison.maxULP = random.next() >> UInt64.random(in: 0...63, using: &random)
    comparison.worst = maybe { $0.verdict() }
    comparison.firstMismatches = flip() ? [] : [verdict(), verdict()]
    if flip() { comparison.histogram = ErrorHistogram(bins: [count(), count()]) }
    comparison.map = maybe { draw in
      FailureMap(
        rows: draw.texts(),
        factors: [draw.number(), nil],
        channels: draw.count(),
        positions: draw.count(),
        pattern: draw.maybe { draw in
          FailurePattern(places: [
            FailurePattern.Places(
              dimension: draw.maybe { $0.count() },
              first: draw.count(),
              last: draw.count(),
              step: draw.count(),
              size: draw.count()
            )
          ])
        }
      )
    }
    return comparison
  }

  private mutating func verdict() -> ElementVerdict {
    ElementVerdict(
      index: (0..<Int.random(in: 0...4, using: &random)).map { _ in count() },
      channel: count(),
      expected: reported(),
      actual: reported(),
      allowance: reported(),
      share: reported(),
      ulp: maybe { $0.random.next() }
    )
  }

  private mutating func reported() -> ReportedNumber {
    let format = any([FloatFormat.binary16, .bfloat16, .binary32, .binary64])
    let drawn = random.next() % format.signMask
    let bits = any([0, 1, format.infinityBits, format.quietNaNBits, drawn])
    return ReportedNumber(
      value: format.double(fromBits: bits),
      bits: bits,
      bitWidth: format.bitWidth
    )
  }

  private mutating func count() -> Int {
    any([0, 0, 1, 9, 10, 4096, Int(random.next() >> 1)])
  }

  /// A finite number of any size.
  private mutating func number() -> Double {
    let drawn = Double(bitPattern: random.next())
    return any([0, 1, 20, 0.335387, 1e-300, drawn.isFinite ? drawn : -0.5])
  }

  private mutating func text() -> String {
    any(["", "momentum", "x = \"β\"\n", "a/b\\c", "\u{1}\t\u{7f}\u{2028}", "Σ😀 over many letters"])
  }

  private mutating func texts() -> [String] {
    (0..<Int.random(in: 0...3, using: &random)).map { _ in text() }
  }

  private mutating func flip() -> Bool { Bool.random(using: &random) }

  private mutating func any<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }

  private mutating func maybe<Value>(_ draw: (inout OutcomeDraw) -> Value) -> Value? {
    flip() ? draw(&self) : nil
  }
}
