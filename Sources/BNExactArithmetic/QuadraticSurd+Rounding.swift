// SPDX-License-Identifier: MIT

package import BNTensors

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
    let bits =
      roundedQuotient(to: format) ?? (sign > 0 ? self : negated).roundedMagnitude(to: format)
    return sign > 0 ? bits : bits | format.signMask
  }

  /// The magnitude of a number without a root, rounded by one division; nil if it has one, or its parts
  /// are long.
  private func roundedQuotient(to format: FloatFormat) -> UInt64? {
    guard irrational.isZero, case .short(let numerator) = rational.significand,
      case .short(let divisor) = denominator.significand, divisor < 1 << 60
    else { return nil }
    let zeros = numerator.magnitude.leadingZeroBitCount
    let dividend = numerator.magnitude &<< UInt128(zeros)
    // At least 68 bits, far more than any format has; what the division leaves only breaks ties.
    let quotient = dividend / UInt128(divisor)
    let isInexact = quotient &* UInt128(divisor) != dividend
    let exponent = rational.exponent - denominator.exponent - zeros
    let width = UInt128.bitWidth - quotient.leadingZeroBitCount
    let lastPlace = max(exponent + width - format.precision, format.minimumExponent)
    let dropped = lastPlace - exponent
    // Less than half of the smallest number.
    guard dropped <= UInt128.bitWidth else { return 0 }
    let kept = UInt64(truncatingIfNeeded: quotient >> UInt128(dropped))
    let rest = quotient - UInt128(kept) << UInt128(dropped)
    let half = UInt128(1) << UInt128(dropped - 1)
    let goesUp = rest > half || (rest == half && (isInexact || kept & 1 == 1))
    return format.encode(kept + (goesUp ? 1 : 0), lastPlace: lastPlace)
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
    let square = irrational * irrational
    /// Whether the number lies above the midpoint that follows a finite magnitude.
    ///
    /// At the midpoint itself it goes up from an odd magnitude (ties to even).
    func roundsBeyond(_ bits: UInt64) -> Bool {
      let (significand, exponent) = format.components(ofMagnitude: bits)
      let midpoint = Dyadic(.short(Int128(2 * significand + 1)), exponent: exponent - 1)
      let sign = signum(minus: midpoint, square: square)
      return sign > 0 || (sign == 0 && bits & 1 == 1)
    }
    // Gallop away from the estimate until it is bracketed, then halve.
    var low: UInt64  // the number rounds beyond everything below `low`
    var high: UInt64  // the number does not round beyond `high`
    var stride: UInt64 = 1
    if estimate < infinity, roundsBeyond(estimate) {
      low = estimate + 1
      high = low
      while high < infinity, roundsBeyond(high) {
        low = high + 1
        high = infinity - high > stride ? high + stride : infinity
        stride *= 2
      }
    } else {
      high = estimate
      low = estimate > 0 ? estimate - 1 : 0
      while low > 0, !roundsBeyond(low) {
        high = low
        low = low > stride ? low - stride : 0
        stride *= 2
      }
      if low < high, roundsBeyond(low) { low += 1 }
    }
    while low < high {
      let middle = low + (high - low) / 2
      if roundsBeyond(middle) { low = middle + 1 } else { high = middle }
    }
    return high
  }
}
