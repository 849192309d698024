// SPDX-License-Identifier: MIT

import Comparison
import Tensors
import Testing

@Suite("Output bound")
struct OutputBoundTests {
  @Test(
    "holds for every sound float32 algorithm",
    arguments: FloatStatistics.allCases,
    FloatOutput.allCases
  )
  func sound(statistics: FloatStatistics, output: FloatOutput) throws {
    var random = SplitMix(1)
    var worst = 0.0
    for regime in Regime.all {
      for n in [2, 3, 5, 8, 16, 33, 64] {
        for _ in 0..<6 {
          let truth = Truth(regime: regime, n: n, momentum: 0.1, random: &random)
          let (mean, variance) = statistics(truth.x)
          let share = try share(of: output(truth, mean, variance), truth)
          worst = max(worst, share)
        }
      }
    }
    print("OUT", statistics, output, worst)
    #expect(worst <= 1)
    #expect(worst > 0.001)
  }

  private func share(of output: [Float], _ truth: Truth) throws -> Double {
    let shape = try Shape([truth.x.count, 1])
    let expected = try Tensor(
      shape: shape,
      storage: TensorStorage(.float32, rounding: truth.output)
    )
    let actual = try Tensor(shape: shape, storage: .float32(output))
    let allowance = try #require(
      truth.bounded().outputAllowance(expected: expected, depth: .valuesPerChannel)
    )
    let comparison = try #require(
      TensorComparison(actual: actual, expected: expected, allowance: .each(allowance.values))
    )
    return comparison.maxShare.value
  }
}
