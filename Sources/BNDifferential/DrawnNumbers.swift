// SPDX-License-Identifier: MIT

/// A fixed sequence of numbers for each seed, without the C mathematics library.
///
/// The bits are those of SplitMix64 (Steele, Lea, Flood 2014), the same on every machine.
package struct DrawnNumbers: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A number from 0 up to 1.
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number from −1 up to 1.
  mutating func signed() -> Double { 2 * unit() - 1 }

  /// A number that is nearly normal: twelve uniform ones less six.
  package mutating func normal() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += unit() }
    return sum
  }

  /// ±m·2^e with m from 1 up to 2 and e from a range.
  mutating func scaled(_ exponents: ClosedRange<Int>) -> Double {
    let sign: FloatingPointSign = next() & 1 == 0 ? .plus : .minus
    let exponent = exponents.lowerBound + Int(next() % UInt64(exponents.count))
    return Double(sign: sign, exponent: exponent, significand: 1 + unit())
  }
}
