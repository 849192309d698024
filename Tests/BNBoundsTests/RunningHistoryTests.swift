// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import BNTestSupport
import Testing

/// Ways in which sound float32 code updates running statistics.
enum FloatUpdate: String, CaseIterable, Sendable {
  case newWeight, oldWeight, interpolation

  func callAsFunction(_ old: Float, _ new: Float, momentum: Double) -> Float {
    switch self {
    case .newWeight: return (1 - Float(momentum)) * old + Float(momentum) * new
    case .oldWeight:
      let kept = Float(1 - momentum)
      return kept * old + (1 - kept) * new
    case .interpolation: return old + Float(momentum) * (new - old)
    }
  }
}

@Suite("Running statistics bound")
struct RunningHistoryTests {
  @Test(
    "holds over three steps for every sound float32 update",
    arguments: FloatUpdate.allCases,
    FloatStatistics.allCases
  )
  func sound(update: FloatUpdate, statistics: FloatStatistics) throws {
    var worst = 0.0
    for regime in Regime.all {
      for momentum in [0.1, 0.01, 0.999, 1, 1.0 / 3] {
        for n in [2, 5, 48] {
          worst = max(
            worst,
            try chain(regime, n: n, momentum: momentum) { truth, state in
              let (mean, variance) = statistics(truth.x)
              let unbiased = variance * Float(n) / Float(n - 1)
              state.mean = update(state.mean, mean, momentum: momentum)
              state.variance = update(state.variance, unbiased, momentum: momentum)
            }
          )
        }
      }
    }
    #expect(worst <= 1)
    #expect(worst > 0.1)
  }

  @Test("fails the biased variance", arguments: [2, 16, 64])
  func biased(n: Int) throws {
    let share = try chain(Regime(name: "K = 0"), n: n, momentum: 0.1) { truth, state in
      state.mean = Float(0.9 * Double(state.mean) + 0.1 * truth.mean)
      state.variance = Float(0.9 * Double(state.variance) + 0.1 * truth.variance)
    }
    #expect(share > 100)
  }

  @Test("fails swapped weights")
  func swapped() throws {
    let share = try chain(Regime(name: "K = 0"), n: 16, momentum: 0.1) { truth, state in
      state.mean = Float(0.1 * Double(state.mean) + 0.9 * truth.mean)
      state.variance = Float(0.1 * Double(state.variance) + 0.9 * truth.variance * 16 / 15)
    }
    #expect(share > 1000)
  }

  @Test("allows nothing before the first update")
  func exactBeforeUpdates() throws {
    let history = RunningHistory(
      arithmetic: BoundArithmetic(parameterType: .float32, inputType: .float32),
      format: .binary32
    )
    let expected = Tensor(vector: .float32([1, 2]))
    let allowance = try #require(
      history.allowance(of: .mean, expected: expected, depth: .valuesPerChannel)
    )
    #expect(allowance.values == [0, 0])
    #expect(!allowance.isUntrusted)
  }

  /// The largest share over three steps of a running mean and variance.
  private func chain(
    _ regime: Regime,
    n: Int,
    momentum: Double,
    step: (Truth, inout (mean: Float, variance: Float)) -> Void
  ) throws -> Double {
    var random = SplitMix64(seed: 4)
    var history = RunningHistory(
      arithmetic: BoundArithmetic(parameterType: .float32, inputType: .float32),
      format: .binary32
    )
    var golden: (mean: Float, variance: Float) = (Float(regime.offset), 1)
    var actual = golden
    var worst = 0.0
    for _ in 0..<3 {
      let truth = Truth(regime: regime, n: n, momentum: momentum, random: &random)
      step(truth, &actual)
      let unbiased = truth.variance * truth.n / (truth.n - 1)
      let mean = (1 - momentum) * Double(golden.mean) + momentum * truth.mean
      let variance = (1 - momentum) * Double(golden.variance) + momentum * unbiased
      history.append(
        RunningHistory.Update(
          factor: momentum,
          batch: try batchStatistics(truth.x),
          oldMean: [Double(golden.mean)],
          newMean: [mean],
          oldVariance: [Double(golden.variance)],
          newVariance: [variance]
        )
      )
      golden = (Float(mean), Float(variance))
      let meanShare = try share(of: [actual.mean], [mean]) {
        history.allowance(of: .mean, expected: $0, depth: .valuesPerChannel)
      }
      let varianceShare = try share(of: [actual.variance], [variance]) {
        history.allowance(of: .variance, expected: $0, depth: .valuesPerChannel)
      }
      worst = max(worst, meanShare, varianceShare)
    }
    return worst
  }
}
