// SPDX-License-Identifier: MIT

package import BNTensors

// The specification takes a millisecond for a number whose squares leave the range of binary64, so
// that the drawn exponents of float64 stay within a few hundred; a test of its own goes to the ends.
extension Regime {
  /// The next value of a channel of a tensor of some type.
  package func value(_ random: inout DrawnNumbers, index: Int, _ type: ElementType) -> Double {
    guard type == .float64 else { return value(&random, index: index) }
    return switch self {
    case .widest: random.scaled(-150...150)
    case .anyPattern: anyPattern(&random)
    case .subnormal: Double(Int64(random.next() >> 12) - (1 << 51)) * 0x1p-1074
    // Both sides of the range that the kernels take.
    case .nearMaximum: random.scaled(395...400) * (random.next() % 64 == 0 ? 4 : 1)
    case .ties: Double(Int64(random.next() >> 11) - (1 << 52)) * 0x1p-49
    default: value(&random, index: index)
    }
  }

  /// eps for a case of a type: for float64 beyond both ends of what the kernels take, but not as far.
  func eps(_ random: inout DrawnNumbers, _ type: ElementType) -> Double {
    let eps = eps(&random)
    guard type == .float64 else { return eps }
    return eps == 0x1p-1030 ? 0x1p-520 : min(eps, 0x1p510)
  }

  /// The next gradient of an output.
  func gradient(_ random: inout DrawnNumbers, _ type: ElementType) -> Double {
    guard type == .float64 else { return random.scaled(-12...0) * random.normal() }
    return switch self {
    case .widest: random.scaled(-150...150)
    case .anyPattern: anyPattern(&random)
    case .subnormal: random.scaled(-600...(-560))
    case .relu, .sparse: max(random.normal(), 0)
    case .twoValues, .ties: random.next() & 1 == 0 ? 1 : -1
    default: random.scaled(-12...0) * random.normal()
    }
  }

  /// γ and β of a channel of a tensor of some type.
  func parameters(
    _ random: inout DrawnNumbers,
    channel: Int,
    _ type: ElementType
  ) -> (gamma: Double, beta: Double) {
    guard type == .float64 else { return parameters(&random, channel: channel) }
    return switch (self, channel % 8) {
    case (.twoValues, 0): (2, 0x1p-53)
    case (.ties, _), (_, 0...4), (_, 6): parameters(&random, channel: channel)
    case (_, 5): (random.scaled(-600...120), random.scaled(-600...600))
    default: (random.scaled(-420...(-380)), 0)
    }
  }

  /// Any sign and significand of float64 with an exponent of either sign below 200.
  private func anyPattern(_ random: inout DrawnNumbers) -> Double {
    let bits = random.next()
    let significand = Double(bitPattern: bits & 0x800f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000)
    return significand
      * Double(sign: .plus, exponent: Int(bits >> 52 & 0x7ff) % 400 - 200, significand: 1)
  }
}
