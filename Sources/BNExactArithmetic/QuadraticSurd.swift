// SPDX-License-Identifier: MIT

/// An exact number that is algebraic of degree at most two.
/// ```
/// (rational + irrational / √radicand) / denominator
/// ```
/// Every result of BatchNorm is one: outputs, gradients and second derivatives are algebraic of
/// degree at most two in their inputs, so that one comparison of squares decides any rounding.
/// NaN and infinities follow IEEE 754: 1/√0 is +∞, 1/√∞ is 0, the root of a negative number is NaN.
package struct QuadraticSurd: Sendable {
  /// The part without the root.
  package let rational: ExactReal
  /// The part over the root.
  package let irrational: ExactReal
  /// What stands under the root.
  package let radicand: ExactReal
  /// What divides both parts; positive and finite.
  package let denominator: Dyadic

  /// Creates `(rational + irrational/√radicand) / denominator`.
  package init(
    rational: ExactReal = .zero,
    irrational: ExactReal = .zero,
    radicand: ExactReal = .one,
    denominator: Dyadic = .one
  ) {
    self.rational = rational
    self.irrational = irrational
    self.radicand = radicand
    self.denominator = denominator
  }

  /// What is left when NaN and infinities have been dealt with.
  package enum Resolved {
    case finite(FiniteSurd)
    case infinite(FloatingPointSign)
    case notANumber
  }

  /// The number with its special values worked out.
  package var resolved: Resolved {
    if case .finite(let p) = rational, case .finite(let q) = irrational,
      case .finite(let d) = radicand, d.signum > 0
    {
      return .finite(
        FiniteSurd(rational: p, irrational: q, radicand: d, denominator: denominator)
      )
    }
    switch rational + irrational * inverseRoot {
    case .finite(let value):
      return .finite(
        FiniteSurd(rational: value, irrational: .zero, radicand: .one, denominator: denominator)
      )
    case .infinite(let sign): return .infinite(sign)
    case .notANumber: return .notANumber
    }
  }

  /// A stand-in for 1/√radicand with the right sign and class: 0, 1, +∞ or NaN.
  ///
  /// Used only where another part is special, so that a finite factor's size does not matter; a
  /// finite irrational part with a positive finite radicand beside an infinite rational one is
  /// absorbed by it.
  private var inverseRoot: ExactReal {
    switch radicand {
    case .finite(let value):
      value.isZero ? .infinite(.plus) : value.signum < 0 ? .notANumber : .one
    case .infinite(let sign): sign == .plus ? .zero : .notANumber
    case .notANumber: .notANumber
    }
  }
}

/// A finite ``QuadraticSurd``.
package struct FiniteSurd: Sendable {
  let rational: Dyadic
  let irrational: Dyadic
  let radicand: Dyadic
  let denominator: Dyadic

  /// The sign of the number minus a boundary: −1, 0 or 1.
  ///
  /// With u = rational − boundary·denominator the sign is that of u + irrational/√radicand; where
  /// the two differ in sign, the squares irrational² and u²·radicand decide.
  package func signum(minus boundary: Dyadic) -> Int {
    signum(minus: boundary, square: irrational * irrational)
  }

  /// The same with irrational², for whoever compares with several boundaries.
  func signum(minus boundary: Dyadic, square: @autoclosure () -> Dyadic) -> Int {
    let u = rational - boundary * denominator
    let (a, b) = (u.signum, irrational.signum)
    if a == b || b == 0 { return a }
    if a == 0 { return b }
    let difference = square() - u * u * radicand
    return difference.signum == 0 ? 0 : difference.signum > 0 ? b : a
  }

  /// A binary64 number near the exact one, for starting a search; may be far off by cancellation.
  package var approximation: Double {
    let root = radicand.approximation.squareRoot()
    let value =
      (rational.approximation + irrational.approximation / root) / denominator.approximation
    return value.isFinite ? value : 0
  }
}
