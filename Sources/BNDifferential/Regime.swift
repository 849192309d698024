// SPDX-License-Identifier: MIT

/// A kind of data that a normalization may meet, or that is made to trouble one.
package enum Regime: String, CaseIterable, Sendable {
  case normal
  case mean10 = "mean-1e1"
  case mean1e3 = "mean-1e3"
  case mean1e5 = "mean-1e5"
  case mean1e7 = "mean-1e7"
  case epsDominates = "eps-dominates"
  case tiny
  case relu
  case uniform
  case pixels
  case product
  case wide
  case widest
  case anyPattern = "any-pattern"
  case subnormal
  case nearMaximum = "near-maximum"
  case twoValues = "two-values"
  case constant
  case outlier
  case sparse
  case shortSignificand = "short-significand"
  case ties

  /// The next value of a channel.
  func value(_ random: inout DrawnNumbers, index: Int) -> Double {
    switch self {
    case .normal: random.normal()
    case .mean10: 10 + random.normal()
    case .mean1e3: 1e3 + random.normal()
    case .mean1e5: 1e5 + random.normal()
    case .mean1e7: 1e7 + random.normal()
    case .epsDominates: 1e-4 * random.normal()
    case .tiny: 1e-15 * random.normal()
    case .relu: max(random.normal(), 0)
    case .uniform: random.signed()
    case .pixels: Double(random.next() >> 56)
    case .product: random.normal() * random.normal() * random.normal()
    case .wide: random.scaled(-12...12)
    case .widest: random.scaled(-100...100)
    case .anyPattern: anyPattern(&random)
    case .subnormal: Double(Int64(random.next() >> 40) - (1 << 23)) * 0x1p-149
    case .nearMaximum: random.scaled(120...126)
    case .twoValues: random.next() & 1 == 0 ? 1 : -1
    case .constant: 0.1
    case .outlier: index == 3 ? 1e9 : 1e-3 * random.normal()
    case .sparse: random.next() & 63 == 0 ? random.normal() : 0
    case .shortSignificand: Double(Int64(random.next() >> 58) - 32) * 0.125
    case .ties: Double(Int64(random.next() >> 40) - (1 << 23)) * 0x1p-20 * (index & 1 == 0 ? 1 : -1)
    }
  }

  /// A finite float32 of any bit pattern.
  private func anyPattern(_ random: inout DrawnNumbers) -> Double {
    let bits = UInt32(truncatingIfNeeded: random.next())
    let value = Float(bitPattern: bits)
    return Double(value.isFinite ? value : Float(bitPattern: bits ^ 0x4000_0000))
  }

  /// γ and β of a channel: plain ones, and ones that trouble the last step.
  func parameters(_ random: inout DrawnNumbers, channel: Int) -> (gamma: Double, beta: Double) {
    switch (self, channel % 8) {
    case (.ties, _): (4, 0.5)
    case (.twoValues, 0): (2, 0x1p-24)
    case (_, 0): (1, 0)
    case (_, 1): (-random.unit(), random.normal())
    case (_, 2): (0, random.normal())
    case (_, 3): (random.normal(), 1e6 * random.normal())
    case (_, 4): (1e-30 * random.normal(), 1e-32 * random.normal())
    case (_, 5): (random.scaled(-149...127), random.scaled(-149...127))
    case (_, 6): (random.normal(), -random.normal())
    default: (random.scaled(-140...(-120)), 0)
    }
  }

  /// eps for a case of this regime.
  func eps(_ random: inout DrawnNumbers) -> Double {
    switch self {
    case .twoValues, .ties: 3
    case .tiny: random.next() & 1 == 0 ? 1e-5 : 1e-31
    case .subnormal: random.next() & 1 == 0 ? 1e-90 : 1e-78
    default: [1e-5, 1e-5, 1e-3, 1e-12, 1, 0x1p-1030, 1e300][Int(random.next() % 7)]
    }
  }
}
