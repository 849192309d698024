// SPDX-License-Identifier: MIT

import BigInt
package import Tensors

extension QuadraticSurd {
  /// The bit pattern of the number in a format, rounded once to nearest, ties to even.
  ///
  /// An exact zero is +0; what rounds to zero keeps its sign; overflow gives an infinity. No
  /// floating-point operation takes part in the decision.
  package func rounded(to format: FloatFormat) -> UInt64 {
    switch resolved {
    case .notANumber: format.quietNaNBits
    case .infinite(let sign): (sign == .minus ? format.signMask : 0) | format.infinityBits
    case .finite(let surd): surd.rounded(to: format)
    }
  }
}

extension FiniteSurd {
  /// The bit pattern of the number in a format, rounded once to nearest, ties to even.
  package func rounded(to format: FloatFormat) -> UInt64 {
    let sign = signum(minus: .zero)
    if sign == 0 { return 0 }
    let magnitude = sign > 0 ? self : negated
    let bits = magnitude.roundedMagnitude(to: format)
    return sign > 0 ? bits : bits | format.signMask
  }

  private var negated: FiniteSurd {
    FiniteSurd(
      rational: -rational,
      irrational: -irrational,
      radicand: radicand,
      denominator: denominator
    )
  }

  /// The smallest magnitude that the number does not round beyond, found from an estimate.
  private func roundedMagnitude(to format: FloatFormat) -> UInt64 {
    let infinity = format.infinityBits
    let estimate = min(format.bits(rounding: abs(approximation)), infinity)
    // Gallop away from the estimate until it is bracketed, then halve.
    var low: UInt64  // the number rounds beyond everything below `low`
    var high: UInt64  // the number does not round beyond `high`
    var stride: UInt64 = 1
    if estimate < infinity, roundsBeyond(estimate, in: format) {
      low = estimate + 1
      high = low
      while high < infinity, roundsBeyond(high, in: format) {
        low = high + 1
        high = infinity - high > stride ? high + stride : infinity
        stride *= 2
      }
    } else {
      high = estimate
      low = estimate > 0 ? estimate - 1 : 0
      while low > 0, !roundsBeyond(low, in: format) {
        high = low
        low = low > stride ? low - stride : 0
        stride *= 2
      }
      if low < high, roundsBeyond(low, in: format) { low += 1 }
    }
    while low < high {
      let middle = low + (high - low) / 2
      if roundsBeyond(middle, in: format) { low = middle + 1 } else { high = middle }
    }
    return high
  }

  /// Whether the number lies above the midpoint that follows a finite magnitude.
  ///
  /// At the midpoint itself it goes up from an odd magnitude (ties to even).
  private func roundsBeyond(_ bits: UInt64, in format: FloatFormat) -> Bool {
    let (significand, exponent) = format.components(ofMagnitude: bits)
    let midpoint = Dyadic(BigInt(2 * significand + 1), exponent: exponent - 1)
    let sign = signum(minus: midpoint)
    return sign > 0 || (sign == 0 && bits & 1 == 1)
  }
}
