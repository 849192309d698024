// SPDX-License-Identifier: MIT

import BNBounds
import BNTestSupport

/// One channel of float32 data with all results of R22, R23 and R33, computed in binary64.
///
/// For n ≤ 64 a two-pass binary64 computation errs by some 1e-14 of what float32 may err by.
struct Truth {
  let x: [Float]
  let dy: [Float]
  let gamma: Float
  let beta: Float
  let eps: Double
  let oldMean: Float
  let oldVar: Float
  let momentum: Double

  let mean: Double
  let variance: Double
  var n: Double { Double(x.count) }

  init(regime: Regime, n: Int, momentum: Double, random: inout SplitMix64) {
    x = regime.values(n, &random)
    dy = (0..<n).map { _ in Float(0.5 + random.normal()) }
    gamma = Float(random.normal())
    beta = Float(random.normal())
    eps = regime.eps
    oldMean = Float(regime.offset + regime.spread * random.normal())
    oldVar = Float(regime.spread * regime.spread * Double.random(in: 0.5..<2, using: &random))
    self.momentum = momentum
    (mean, variance) = Self.statistics(x.map(Double.init))
  }

  /// Two passes with a corrected mean.
  private static func statistics(_ x: [Double]) -> (mean: Double, variance: Double) {
    let n = Double(x.count)
    let first = x.reduce(0, +) / n
    let mean = first + x.reduce(0) { $0 + ($1 - first) } / n
    return (mean, x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n)
  }

  var output: [Double] {
    let (mean, scale) = (mean, 1 / (variance + eps).squareRoot())
    return x.map { (Double($0) - mean) * scale * Double(gamma) + Double(beta) }
  }
  var runningMean: Double { (1 - momentum) * Double(oldMean) + momentum * mean }
  var runningVar: Double {
    (1 - momentum) * Double(oldVar) + momentum * variance * n / (n - 1)
  }
  var gradBias: Double { dy.reduce(0) { $0 + Double($1) } }
  var gradWeight: Double {
    let (mean, scale) = (mean, 1 / (variance + eps).squareRoot())
    return zip(dy, x).reduce(0) { $0 + Double($1.0) * (Double($1.1) - mean) * scale }
  }
  var gradInput: [Double] {
    let (mean, scale) = (mean, 1 / (variance + eps).squareRoot())
    let (sum, product) = (gradBias / n, gradWeight * scale / n)
    return zip(dy, x).map {
      Double(gamma) * scale * (Double($0) - sum - (Double($1) - mean) * product)
    }
  }

  /// The forward as the bound sees it.
  func bounded() throws -> BoundedForward {
    try columnForward(x, weight: gamma, bias: beta, eps: eps)
  }
}
