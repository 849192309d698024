// SPDX-License-Identifier: MIT

internal import BNTensors

/// The last step of a forward: 1/√(variance + eps), weight and bias, as the choices say.
struct Normalization {
  let choices: Choices
  let eps: Double
  let isEvaluation: Bool
  /// The format of the input.
  let inputFormat: FloatFormat?

  private var round: Working { Working(format: choices.arithmetic.format) }

  /// The eps that is used.
  var usedEps: Double {
    let missing = isEvaluation ? choices.eps.missingInEvaluation : choices.eps.missingInTraining
    if missing { return 0 }
    let own = isEvaluation ? choices.eps.evaluationValue : nil
    var value = (own ?? choices.eps.value ?? eps) * choices.eps.factor
    if choices.eps.isSquared { value *= value }
    if let minimum = choices.eps.minimum { value = .maximum(value, minimum) }
    let narrow = choices.arithmetic.inInputType.contains(.eps) ? inputFormat : nil
    return Working(format: narrow ?? choices.eps.format)(value)
  }

  /// 1/√(variance + eps) of n values.
  func inverse(_ variance: Double, n: Double) -> Double {
    if isEvaluation, choices.evaluation.takesVarianceAsInverse { return variance }
    var v = variance
    if let floor = choices.eps.varianceFloor { v = max(v, floor) }
    if choices.statistics.ignoresVariance { v = 1 }
    let e = round(choices.eps.isOverN && !isEvaluation ? usedEps / n : usedEps)
    let place = isEvaluation ? choices.eps.evaluationPlace : choices.eps.place
    if choices.eps.squaresInsteadOfRoot { return 1 / ((v + e) * (v + e)) }
    if choices.eps.omitsRoot || (isEvaluation && choices.eps.omitsRootInEvaluation) {
      return 1 / (v + e)
    }
    return inverse(v, e, place)
  }

  /// 1/√(v + e) with e in some place.
  func inverse(_ v: Double, _ e: Double, _ place: EpsChoices.Place) -> Double {
    switch place {
    case .insideRoot: return inverseRoot(round(v + e))
    case .outsideRoot: return round(1 / round(v.squareRoot() + e))
    case .insideAndOutside: return round(1 / round(round(v + e).squareRoot() + e))
    case .maximum: return inverseRoot(max(v, e))
    case .maximumOfRoots: return 1 / max(v.squareRoot(), e)
    case .twice: return inverseRoot(round(v + e + e))
    case .behindRoot: return 1 / v.squareRoot() + e
    case .relative: return inverseRoot(v + v * e)
    }
  }

  private func inverseRoot(_ value: Double) -> Double {
    let exact = round(1 / round(value.squareRoot()))
    switch choices.arithmetic.inverseRoot {
    case .division: return exact
    case .newton:
      let start = exact * (1 + (choices.arithmetic.format == nil ? 0x1p-28 : 0x1p-13))
      return round(start * round(1.5 - round(round(0.5 * value) * round(start * start))))
    case .twelveBits: return exact.isFinite ? exact * (1 + 0x1.8p-13) : exact
    case .magicNumber:
      let half = 0.5 * Float(value)
      let start = Float(bitPattern: 0x5f37_59df &- Float(value).bitPattern >> 1)
      return value.isFinite ? Double(start * (1.5 - half * start * start)) : exact
    }
  }

  /// y of one element.
  func output(_ x: Double, mean: Double, inverse: Double, weight: Double?, bias: Double?) -> Double
  {
    let affine =
      choices.affine.inEvaluationOnly && !isEvaluation ? AffineChoices() : choices.affine
    let (gamma, unscaled) = affine.factors(weight: weight, bias: bias)
    let beta = affine.biasScaled ? unscaled * inverse : unscaled
    let m = choices.statistics.ignoresMean ? 0 : mean
    var y: Double
    if affine.biasBeforeWeight {
      y = ((x - m) * inverse + beta) * gamma
    } else if affine.beforeNormalization {
      y = (x * gamma + beta - m) * inverse
    } else if affine.shift != .right {
      y = x * inverse * gamma + beta + affine.offset(m, inverse, gamma)
    } else if choices.arithmetic.form == .folded {
      let scale = round(inverse * gamma)
      y = round(round(x * scale) + round(beta - round(m * scale)))
    } else {
      let xHat = narrowed(round(round(x - m) * inverse), .xHat)
      y = round(round(xHat * gamma) + beta)
    }
    if affine.clampsOutputAtZero { y = max(y, 0) }
    if let range = affine.outputRange, !y.isNaN {
      y = min(max(y, range.lowerBound), range.upperBound)
    }
    if let format = choices.arithmetic.outputFormat { y = Working(format: format)(y) }
    if choices.arithmetic.flushesSubnormals, abs(y) < 0x1p-126 { y = 0 }
    return y
  }

  /// What the choices keep in the type of the input.
  func narrowed(_ value: Double, _ kept: ArithmeticChoices.Kept) -> Double {
    guard choices.arithmetic.inInputType.contains(kept) else { return value }
    return Working(format: inputFormat)(value)
  }
}
