// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import BNTestSupport
import Testing

/// Ways in which sound float32 code computes the gradient of x.
enum FloatGradient: String, CaseIterable, Sendable {
  case centred, normalized, folded
}

@Suite("Gradient bound")
struct GradientBoundTests {
  @Test(
    "holds for every sound float32 backward",
    arguments: FloatStatistics.allCases,
    FloatGradient.allCases
  )
  func sound(statistics: FloatStatistics, form: FloatGradient) throws {
    var random = SplitMix64(seed: 5)
    var worst = 0.0
    for regime in Regime.all {
      for n in [2, 3, 8, 64] {
        for _ in 0..<3 {
          let truth = Truth(regime: regime, n: n, momentum: 0.1, random: &random)
          let gradients = FloatGradients(truth, statistics, form)
          worst = max(worst, try shares(gradients, truth))
        }
      }
    }
    #expect(worst <= 1)
    #expect(worst > 0.1)
  }

  @Test("fails a gradient of x without its mean term", arguments: [2, 16, 64])
  func missingMean(n: Int) throws {
    try expectBeyond(n) { dy, mean, c, k, _ in dy - c * k }
  }

  @Test("fails a gradient of x without its projection", arguments: [2, 16, 64])
  func missingProjection(n: Int) throws {
    try expectBeyond(n) { dy, mean, _, _, _ in dy - mean }
  }

  @Test("fails n − 1 for n in the projection", arguments: [3, 16, 64])
  func wrongCount(n: Int) throws {
    try expectBeyond(n) { dy, mean, c, k, n in dy - mean - c * k * n / (n - 1) }
  }

  @Test("trusts a gradient that vanishes, and would fail one that does not")
  func vanishing() throws {
    let forward = try columnForward([1, 2, 3, 5])
    let (ones, zeros) = (try column([1, 1, 1, 1]), try column([0, 0, 0, 0]))
    let allowance = try #require(
      forward.gradientInputAllowance(gradOutput: ones, expected: zeros, depth: .valuesPerChannel)
    )
    #expect(!allowance.isUntrusted)
    #expect(allowance.values.allSatisfy { $0 > 0 && $0 < 1e-4 })
  }

  /// The largest share of all three gradients.
  private func shares(_ gradients: FloatGradients, _ truth: Truth) throws -> Double {
    let forward = try truth.bounded()
    let dy = try column(truth.dy)
    let depth = BoundDepth.valuesPerChannel
    let input = try shareOfColumn(gradients.input, truth.gradInput) {
      forward.gradientInputAllowance(gradOutput: dy, expected: $0, depth: depth)
    }
    let weight = try share(of: [gradients.weight], [truth.gradWeight]) {
      forward.gradientWeightAllowance(gradOutput: dy, expected: $0, depth: depth)
    }
    let bias = try share(of: [gradients.bias], [truth.gradBias]) {
      forward.gradientBiasAllowance(gradOutput: dy, expected: $0, depth: depth)
    }
    return max(input, weight, bias)
  }

  /// Expects that a wrong formula for γ·i·(…) in binary64 fails for every one of ten seeds.
  private func expectBeyond(
    _ n: Int,
    wrong: (_ dy: Double, _ mean: Double, _ c: Double, _ k: Double, _ n: Double) -> Double
  ) throws {
    var random = SplitMix64(seed: 6)
    for _ in 0..<10 {
      let regime = Regime(name: "K = 0")
      let truth = Truth(regime: regime, n: n, momentum: 0.1, random: &random)
      let scale = 1 / (truth.variance + truth.eps).squareRoot()
      let (mean, k) = (truth.gradBias / truth.n, truth.gradWeight * scale / truth.n)
      let actual = zip(truth.dy, truth.x).map {
        Float(
          Double(truth.gamma) * scale
            * wrong(Double($0), mean, Double($1) - truth.mean, k, truth.n)
        )
      }
      let dy = try column(truth.dy)
      let share = try shareOfColumn(actual, truth.gradInput) {
        try truth.bounded()
          .gradientInputAllowance(gradOutput: dy, expected: $0, depth: .valuesPerChannel)
      }
      #expect(share > 10)
    }
  }
}

/// All first-order gradients of one channel in float32.
struct FloatGradients {
  var input: [Float]
  var weight: Float
  var bias: Float

  init(_ truth: Truth, _ statistics: FloatStatistics, _ form: FloatGradient) {
    let (mean, variance) = statistics(truth.x)
    let n = Float(truth.x.count)
    let scale = 1 / (variance + Float(truth.eps)).squareRoot()
    let sum =
      statistics == .pairwise ? FloatStatistics.pairwiseSum(truth.dy) : truth.dy.reduce(0, +)
    bias = sum
    let gamma = truth.gamma
    switch form {
    case .centred:
      let products = zip(truth.dy, truth.x).reduce(Float(0)) { $0 + $1.0 * ($1.1 - mean) }
      weight = products * scale
      let k = products * scale * scale / n
      input = zip(truth.dy, truth.x).map { ($0 - sum / n - ($1 - mean) * k) * scale * gamma }
    case .normalized:
      let normalized = truth.x.map { ($0 - mean) * scale }
      let products = zip(truth.dy, normalized).reduce(Float(0)) { $0 + $1.0 * $1.1 }
      weight = products
      input = zip(truth.dy, normalized).map {
        gamma * scale / n * (n * $0 - sum - $1 * products)
      }
    case .folded:
      let products = zip(truth.dy, truth.x).reduce(Float(0)) { $0 + $1.0 * ($1.1 - mean) }
      weight = products * scale
      let a = gamma * scale
      let b = -a * (products * scale * scale / n)
      let c = -b * mean - a * sum / n
      input = zip(truth.dy, truth.x).map { a * $0 + b * $1 + c }
    }
  }
}
