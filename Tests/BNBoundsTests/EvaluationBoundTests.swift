// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import BNTestSupport
import Testing

@Suite("Output bound in evaluation")
struct EvaluationBoundTests {
  struct Statistics: CustomTestStringConvertible, Sendable {
    var mean: Float
    var variance: Float
    var testDescription: String { "mean \(mean), variance \(variance)" }
  }

  static let statistics = [
    Statistics(mean: 0, variance: 1), Statistics(mean: 1e7, variance: 1e-6),
    Statistics(mean: -3, variance: 0),
    Statistics(mean: 0.5, variance: Float(sign: .plus, exponent: -133, significand: 1)),
    Statistics(mean: 2, variance: 1e5), Statistics(mean: 2, variance: -0.99999e-5),
  ]

  @Test("holds for centred and folded float32 code", arguments: statistics)
  func sound(statistics: Statistics) throws {
    var random = SplitMix64(seed: 21)
    let (x, forward) = try forward(statistics, &random)
    let exact = exactOutput(x, statistics, eps: 1e-5)
    let scale = 1 / (statistics.variance + Float(1e-5)).squareRoot()
    let alpha = scale * -1.25
    let shift = 0.75 - statistics.mean * alpha
    let centred = x.map { ($0 - statistics.mean) * scale * -1.25 + 0.75 }
    let folded = x.map { $0 * alpha + shift }
    for output in [centred, folded] {
      let share = try shareOfColumn(output, exact) {
        forward.outputAllowance(expected: $0, depth: .valuesPerChannel)
      }
      #expect(share <= 1)
    }
  }

  @Test("fails eps outside the root and the missing eps", arguments: [0.0, 1e-5, 1e-3])
  func wrong(variance: Float) throws {
    var random = SplitMix64(seed: 22)
    let statistics = Statistics(mean: 0.5, variance: variance)
    let (x, forward) = try forward(statistics, &random)
    let exact = exactOutput(x, statistics, eps: 1e-5)
    let outside = x.map {
      Float((Double($0) - 0.5) / (Double(variance).squareRoot() + 1e-5) * -1.25 + 0.75)
    }
    let missing = exactOutput(x, statistics, eps: 1e-12).map { Float($0) }
    for output in [outside, missing] {
      let share = try shareOfColumn(output, exact) {
        forward.outputAllowance(expected: $0, depth: .valuesPerChannel)
      }
      #expect(share > 100)
    }
  }

  @Test("pays for carried allowances as the first-order terms say")
  func carried() throws {
    let x: [Float] = [3, 4, 5]
    let arithmetic = BoundArithmetic(parameterType: .float32, inputType: .float32)
    var history = RunningHistory(arithmetic: arithmetic, format: .binary32)
    let fresh = try outputAllowances(x, history)
    history.append(
      RunningHistory.Update(
        factor: 0.5,
        batch: try batchStatistics([1e3, 1e3 + 2]),
        oldMean: [1],
        newMean: [1],
        oldVariance: [4],
        newVariance: [4]
      )
    )
    let late = try outputAllowances(x, history)
    let carried = history.carried(depth: .valuesPerChannel)
    let scale = 1 / (4 + 1e-5).squareRoot()
    for (position, value) in x.enumerated() {
      let deviation = (Double(value) - 1) * scale
      let firstOrder =
        scale * carried.mean[0] + 0.5 * deviation.magnitude * scale * scale * carried.variance[0]
      let added = late[position] - fresh[position]
      #expect(added > 0.99 * firstOrder && added < 1.02 * firstOrder)
    }
  }

  private func outputAllowances(_ x: [Float], _ history: RunningHistory) throws -> [Double] {
    let forward = BoundedForward(
      input: try column(x),
      weight: nil,
      bias: nil,
      eps: 1e-5,
      source: .running(mean: [1], variance: [4], history: history),
      arithmetic: BoundArithmetic(parameterType: .float32, inputType: .float32)
    )
    let expected = try column(x.map { ($0 - 1) / 2 })
    let allowance = try #require(forward).outputAllowance(
      expected: expected,
      depth: .valuesPerChannel
    )
    return try #require(allowance).values
  }

  private func exactOutput(_ x: [Float], _ statistics: Statistics, eps: Double) -> [Double] {
    let scale = 1 / (Double(statistics.variance) + eps).squareRoot()
    return x.map { (Double($0) - Double(statistics.mean)) * scale * -1.25 + 0.75 }
  }

  private func forward(
    _ statistics: Statistics,
    _ random: inout SplitMix64
  ) throws -> ([Float], BoundedForward) {
    let x = (0..<40).map { _ in statistics.mean + Float(random.normal()) }
    let arithmetic = BoundArithmetic(parameterType: .float32, inputType: .float32)
    let forward = BoundedForward(
      input: try column(x),
      weight: Tensor(vector: .float32([-1.25])),
      bias: Tensor(vector: .float32([0.75])),
      eps: 1e-5,
      source: .running(
        mean: [Double(statistics.mean)],
        variance: [Double(statistics.variance)],
        history: RunningHistory(arithmetic: arithmetic, format: .binary32)
      ),
      arithmetic: arithmetic
    )
    return (x, try #require(forward))
  }
}
