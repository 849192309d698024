// SPDX-License-Identifier: MIT

/// Something in which BatchNorms differ and which their answers show, right or wrong (R20–R30).
package enum BatchNormTrait: String, CaseIterable, Sendable {
  /// Which variance running_var takes in (R23).
  case runningVariance = "running_var"
  /// Which variance divides in training (R20).
  case normalizingVariance = "variance"
  /// What momentum is the weight of (R23).
  case momentum
  /// The weight of the new value where momentum is none (R8, R27).
  case momentumNone = "momentum_none"
  /// Where eps is added (R21).
  case eps
  /// What an evaluation normalizes with (R25).
  case evaluation
  /// What becomes of subnormal results.
  case subnormals
  /// How the error of the variance grows with |mean|/deviation.
  case algorithm
  /// The type that failing answers seem to be computed in, where it is narrower than the module's (R18).
  case arithmetic
}

/// What one case shows of a trait, such as `running_var=biased`.
package struct TraitReading: Hashable, Sendable {
  /// The trait.
  package let trait: BatchNormTrait
  /// What was seen, in a word.
  package let value: String

  package init(_ trait: BatchNormTrait, _ value: String) {
    self.trait = trait
    self.value = value
  }
}

extension TraitReading {
  /// Reads `trait=value`; nil if that is no such text.
  package init?(text: String) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let trait = BatchNormTrait(rawValue: parts[0]) else { return nil }
    self.init(trait, parts[1])
  }

  /// The text `trait=value`.
  package var text: String { "\(trait.rawValue)=\(value)" }
}

extension TraitReading {
  /// The fault that makes a BatchNorm look like this; nil for what the specification asks.
  package var fault: String? {
    switch (trait, value) {
    case (.runningVariance, "biased"): "biased-running-var"
    case (.normalizingVariance, "unbiased"): "unbiased-output"
    case (.momentum, "weight of the old value"): "momentum-swapped"
    case (.eps, "outside the root"): "eps-outside-root"
    case (.eps, "ignored"): "eps-missing"
    case (.evaluation, "batch statistics"): "evaluation-uses-batch"
    case (.subnormals, "flushed"): "subnormals-flushed"
    case (.algorithm, "one-pass"): "one-pass-float32"
    case (.arithmetic, "float32"): "float64-in-float32"
    case (.arithmetic, "float16"): "half-arithmetic"
    case (.arithmetic, "bfloat16"): "bfloat16-arithmetic"
    default: nil
    }
  }
}
