// SPDX-License-Identifier: MIT

internal import BNTensors

/// A sound way to compute BatchNorm: the specification's choices in an arithmetic of its own.
///
/// No required case may fail one of them, in any order of summation.
package struct LegalVariant: Sendable {
  /// The name, for `legal:NAME`.
  package let name: String
  /// How it computes, in one sentence.
  package let summary: String
  private let change: @Sendable (inout ArithmeticChoices) -> Void

  /// The choices for an order of summation; seed 0 is the order of the elements.
  package func choices(seed: UInt64) -> Choices {
    var choices = Choices()
    change(&choices.arithmetic)
    choices.arithmetic.seed = seed
    return choices
  }

  /// All variants; float64 modules are computed in binary64 whatever the working format is.
  package static let all: [LegalVariant] = [
    LegalVariant(name: "two-pass", summary: "Two passes, serial float32 sums.") {
      $0.format = .binary32
    },
    LegalVariant(name: "two-pass-double", summary: "Two passes in binary64.") { _ in },
    LegalVariant(name: "welford", summary: "Welford's update in float32.") {
      $0.format = .binary32
      $0.variance = .welford
    },
    LegalVariant(name: "pairwise", summary: "Pairwise float32 sums.") {
      $0.format = .binary32
      $0.summation = .pairwise
    },
    LegalVariant(name: "chunked", summary: "Float32 sums in chunks of eight, then over chunks.") {
      $0.format = .binary32
      $0.summation = .chunked
    },
    LegalVariant(name: "kahan", summary: "Compensated float32 sums.") {
      $0.format = .binary32
      $0.summation = .kahan
    },
    LegalVariant(name: "folded", summary: "y = α·x + β' in float32.") {
      $0.format = .binary32
      $0.form = .folded
    },
    LegalVariant(name: "folded-double-sums", summary: "Sums in binary64, y = α·x + β' in float32.")
    {
      $0.format = .binary32
      $0.sumFormat = .binary64
      $0.form = .folded
    },
    LegalVariant(name: "newton-root", summary: "An approximate root with one Newton step, float32.")
    {
      $0.format = .binary32
      $0.inverseRoot = .newton
    },
    LegalVariant(name: "old-weight-momentum", summary: "The old value weighted by 1 − a, float32.")
    {
      $0.format = .binary32
      $0.oldWeightMomentum = true
    },
    LegalVariant(name: "difference-momentum", summary: "old + a·(new − old), float32.") {
      $0.format = .binary32
      $0.movesByDifference = true
    },
  ]

  /// The variant of a name.
  package static func named(_ name: String) -> LegalVariant? { all.first { $0.name == name } }
}
