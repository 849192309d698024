// SPDX-License-Identifier: MIT

/// An exact value, and how far its computed counterpart may lie from it.
struct BoundedNumber: Equatable {
  var value: Double
  var error: Double

  /// A number that is exact, such as an input.
  init(exact value: Double) { self.init(value, error: 0) }

  init(_ value: Double, error: Double) {
    self.value = value
    self.error = error
  }
}

/// Carries values with their errors through a formula, one rounded operation after the other.
///
/// With â = a + α, |α| ≤ e_a, and b̂ = b + β:
/// ```
/// product     |a|e_b + |b|e_a + e_a·e_b, plus rounding u_e·|â·b̂| and t where it underflows
/// sum         e_a + e_b, plus rounding u_e·|â + b̂|
/// Σ, depth h  Σe + θ_h·Σ(|a| + e) + u|Σ|
/// ```
/// The second-order term e_a·e_b is essential: errors of a mean that is large beside √v are no small
/// part of x − m. Errors of different operands are taken as if they conspired. Operations on elements
/// round with u_e, the additions within Σ with u (``BoundArithmetic``).
struct ErrorPropagation {
  let arithmetic: BoundArithmetic
  /// The rounding depth h of the sums.
  let depth: Double

  private var u: Double { arithmetic.elementRoundoff }

  func product(_ a: BoundedNumber, _ b: BoundedNumber) -> BoundedNumber {
    let inherited = a.value.magnitude * b.error + b.value.magnitude * a.error + a.error * b.error
    let value = a.value * b.value
    return BoundedNumber(
      value,
      error: inherited + u * (value.magnitude + inherited) + arithmetic.smallest
    )
  }

  func product(_ factors: BoundedNumber...) -> BoundedNumber {
    var result = BoundedNumber(exact: 1)
    for (position, factor) in factors.enumerated() {
      result = position == 0 ? factor : product(result, factor)
    }
    return result
  }

  func sum(_ a: BoundedNumber, _ b: BoundedNumber) -> BoundedNumber {
    let inherited = a.error + b.error
    let value = a.value + b.value
    return BoundedNumber(value, error: inherited + u * (value.magnitude + inherited))
  }

  func difference(_ a: BoundedNumber, _ b: BoundedNumber) -> BoundedNumber {
    sum(a, BoundedNumber(-b.value, error: b.error))
  }

  /// Divides by a number of values; also by a rounded 1/n, hence two roundings.
  func quotient(_ a: BoundedNumber, count: Int) -> BoundedNumber {
    let n = Double(max(count, 1))
    let value = a.value / n
    return BoundedNumber(
      value,
      error: a.error / n + 2 * u * (value.magnitude + a.error / n) + arithmetic.smallest
    )
  }

  /// Sums over a channel in any order of depth h.
  func total(_ terms: some Sequence<BoundedNumber>) -> BoundedNumber {
    var (sum, errors, magnitudes) = (0.0, 0.0, 0.0)
    for term in terms {
      sum += term.value
      errors += term.error
      magnitudes += term.value.magnitude + term.error
    }
    return BoundedNumber(
      sum,
      error: errors + arithmetic.growth(depth) * magnitudes + arithmetic.roundoff * sum.magnitude
        + arithmetic.overflow(magnitudes)
    )
  }

  /// A number that 16-bit modules may store in the type of their parameters.
  func stored(_ a: BoundedNumber) -> BoundedNumber {
    BoundedNumber(
      a.value,
      error: a.error + arithmetic.storageError(a.value.magnitude + a.error)
    )
  }
}

extension Normalization {
  /// i with its error i·ri.
  var boundedScale: BoundedNumber { BoundedNumber(scale, error: scale * scaleError) }

  /// x − m with its error ec.
  func centred(_ input: Double, arithmetic: BoundArithmetic) -> BoundedNumber {
    let value = input - mean
    return BoundedNumber(value, error: centredError(value, arithmetic: arithmetic))
  }
}
