// SPDX-License-Identifier: MIT

import BNTestSupport
import Testing

extension SplitMix64 {
  /// Roughly normal: the sum of twelve uniform numbers.
  mutating func normal() -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &self) }
  }
}

/// A kind of data, with K = |mean|/std.
struct Regime: CustomTestStringConvertible, Sendable {
  var name: String
  var offset = 0.0
  var spread = 1.0
  var eps = 1e-5
  var skewed = false

  var testDescription: String { name }

  static let all = [
    Regime(name: "K = 0"),
    Regime(name: "K = 10", offset: 10),
    Regime(name: "K = 100", offset: -100),
    Regime(name: "K = 1e3", offset: 1e3),
    Regime(name: "eps dominates", spread: 1e-4),
    Regime(name: "eps dominates, K = 100", offset: 1e-2, spread: 1e-4),
    Regime(name: "eps = 1", eps: 1),
    Regime(name: "eps = 1e6", offset: 3, eps: 1e6),
    Regime(name: "eps = 1e-12", offset: 3, eps: 1e-12),
    Regime(name: "skewed", skewed: true),
    Regime(name: "large", offset: 1e9, spread: 1e10),
    Regime(name: "small", spread: 1e-8, eps: 1e-16),
  ]

  func values(_ n: Int, _ random: inout SplitMix64) -> [Float] {
    (0..<n).map { _ in
      let z = random.normal()
      return Float(offset + spread * (skewed ? max(z, 0) * z * z : z))
    }
  }
}
