// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import BNTestSupport
import Testing

@Suite("Output bound")
struct OutputBoundTests {
  @Test(
    "holds for every sound float32 algorithm",
    arguments: FloatStatistics.allCases,
    FloatOutput.allCases
  )
  func sound(statistics: FloatStatistics, output: FloatOutput) throws {
    var random = SplitMix64(seed: 1)
    var worst = 0.0
    for regime in Regime.all {
      for n in [2, 3, 5, 8, 16, 64] {
        for _ in 0..<3 {
          let truth = Truth(regime: regime, n: n, momentum: 0.1, random: &random)
          let (mean, variance) = statistics(truth.x)
          let share = try share(of: output(truth, mean, variance), truth)
          worst = max(worst, share)
        }
      }
    }
    #expect(worst <= 1)
    #expect(worst > 0.1)
  }

  @Test("fails n − 1 for n", arguments: [2, 8, 16, 64])
  func unbiased(n: Int) throws {
    try expectBeyond(Regime(name: "K = 0"), n: n) { truth, mean, variance in
      let wrong = variance * truth.n / (truth.n - 1)
      return truth.apply(mean, 1 / (wrong + truth.eps).squareRoot())
    }
  }

  @Test("fails eps outside the root", arguments: [2, 16, 64])
  func epsOutside(n: Int) throws {
    try expectBeyond(Regime(name: "eps dominates", spread: 1e-4), n: n) { truth, mean, variance in
      truth.apply(mean, 1 / (variance.squareRoot() + truth.eps))
    }
  }

  @Test("fails eps 10 % too large where eps dominates", arguments: [2, 16, 64])
  func largerEps(n: Int) throws {
    try expectBeyond(Regime(name: "eps dominates", spread: 1e-4), n: n) { truth, mean, variance in
      truth.apply(mean, 1 / (variance + 1.1 * truth.eps).squareRoot())
    }
  }

  @Test("fails a reciprocal root of 12 bits in most channels", arguments: [2, 16])
  func coarseRoot(n: Int) throws {
    let shares = try shares(Regime(name: "K = 0"), n: n) { truth, mean, variance in
      truth.apply(
        mean,
        Double(FloatOutput.newtonRoot(Float(variance + truth.eps), steps: 0))
      )
    }
    #expect(shares.count { $0 > 10 } >= 8)
  }

  @Test("fails a one-pass variance in float32 at K = 1e3", arguments: [4, 16, 64])
  func onePass(n: Int) throws {
    try expectBeyond(Regime(name: "K = 1e3", offset: 1e3), n: n) { truth, mean, _ in
      let count = Float(truth.x.count)
      let average = truth.x.reduce(0, +) / count
      let squares = FloatStatistics.pairwiseSum(truth.x.map { $0 * $0 }) / count
      let variance = Double(max(squares - average * average, 0))
      return truth.apply(mean, 1 / (variance + truth.eps).squareRoot())
    }
  }

  @Test("ignores mean and scale where γ = 0, and wants β")
  func zeroWeight() throws {
    let forward = try columnForward([3e18, 1], weight: 0, bias: 2)
    let expected = try column([2, 2])
    let allowance = try #require(
      forward.outputAllowance(expected: expected, depth: .valuesPerChannel)
    )
    #expect(allowance.values.allSatisfy { $0 < 1e-6 })
    #expect(!allowance.isUntrusted)
  }

  @Test("calls an output untrusted once the variance is lost in rounding")
  func untrusted() throws {
    let lost = try constantChannel(1e7)
    #expect(lost.isUntrusted)
    #expect(lost.values.allSatisfy { $0 == .infinity })
    #expect(try !constantChannel(3).isUntrusted)
    #expect(try !constantChannel(0).isUntrusted)
  }

  @Test("says nothing once a sum of squares overflows float32, but still does just below")
  func overflow() throws {
    for (value, informed) in [(8e18, true), (1.4e19, false)] as [(Float, Bool)] {
      let forward = try columnForward([value, -value])
      let expected = try column([1, -1])
      let allowance = forward.outputAllowance(expected: expected, depth: .valuesPerChannel)
      #expect(try #require(allowance).values.allSatisfy { $0.isFinite == informed })
      #expect(try #require(allowance).isUntrusted != informed)
    }
  }

  @Test("gives y = β at infinite eps")
  func infiniteEps() throws {
    var random = SplitMix64(seed: 3)
    let regime = Regime(name: "eps = ∞", eps: .infinity)
    let truth = Truth(regime: regime, n: 4, momentum: 0.1, random: &random)
    let beta = Double(truth.beta)
    let allowance = try allowances(truth, [beta, beta, beta, beta])
    #expect(allowance.values.allSatisfy { $0 <= 1e-6 * max(1, beta.magnitude) })
  }

  /// The allowance for a channel of four equal values.
  private func constantChannel(_ value: Float) throws -> TensorAllowance {
    let forward = try columnForward([value, value, value, value])
    let expected = try column([0, 0, 0, 0])
    return try #require(forward.outputAllowance(expected: expected, depth: .valuesPerChannel))
  }

  private func share(of output: [Float], _ truth: Truth) throws -> Double {
    try shareOfColumn(output, truth.output) {
      try truth.bounded().outputAllowance(expected: $0, depth: .valuesPerChannel)
    }
  }

  private func allowances(_ truth: Truth, _ expected: [Double]) throws -> TensorAllowance {
    let tensor = try Tensor(
      shape: Shape([expected.count, 1]),
      storage: TensorStorage(.float32, rounding: expected)
    )
    return try #require(
      truth.bounded().outputAllowance(expected: tensor, depth: .valuesPerChannel)
    )
  }

  /// Expects that a wrong formula fails for every one of ten seeds.
  private func expectBeyond(
    _ regime: Regime,
    n: Int,
    wrong: (Truth, _ mean: Double, _ variance: Double) -> [Float]
  ) throws {
    for share in try shares(regime, n: n, wrong: wrong) { #expect(share > 1) }
  }

  /// The shares of a wrong formula for ten seeds.
  private func shares(
    _ regime: Regime,
    n: Int,
    wrong: (Truth, _ mean: Double, _ variance: Double) -> [Float]
  ) throws -> [Double] {
    var random = SplitMix64(seed: 2)
    return try (0..<10).map { _ in
      let truth = Truth(regime: regime, n: n, momentum: 0.1, random: &random)
      return try share(of: wrong(truth, truth.mean, truth.variance), truth)
    }
  }
}

extension Truth {
  /// The output that binary64 gets with another mean or scale, rounded once.
  func apply(_ mean: Double, _ scale: Double) -> [Float] {
    x.map { Float((Double($0) - mean) * scale * Double(gamma) + Double(beta)) }
  }
}
