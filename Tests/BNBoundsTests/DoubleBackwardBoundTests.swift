// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import BNTestSupport
import Testing

/// One channel's data for a double backward, in any floating-point type.
struct SecondOrderData<Number: BinaryFloatingPoint> {
  var x: [Number]
  var g: [Number]
  var p: [Number]
  var gamma: Number
  var q: Number
  var b: Number
  var mean: Number
  var scale: Number
}

/// R39 and R40 written down term by term, in any floating-point type.
struct SecondOrder<Number: BinaryFloatingPoint> {
  var gradOutput: [Number]
  var weight: Number
  var input: [Number]

  /// The training formulas.
  init(training data: SecondOrderData<Number>) {
    let (x, g, p, i) = (data.x, data.g, data.p, data.scale)
    let (gamma, q, b, mean) = (data.gamma, data.q, data.b, data.mean)
    let n = Number(x.count)
    func sum(_ values: [Number]) -> Number { values.reduce(0, +) }
    func times(_ left: [Number], _ right: [Number]) -> [Number] { zip(left, right).map { $0 * $1 } }
    let c = x.map { $0 - mean }
    let (sumP, sumG) = (sum(p), sum(g))
    let (sumPC, sumGC, sumGP) = (sum(times(p, c)), sum(times(g, c)), sum(times(g, p)))
    var outputs: [Number] = []
    var inputs: [Number] = []
    var weights: [Number] = []
    for j in x.indices {
      let projected: Number = n * p[j] - sumP - c[j] * i * i * sumPC
      outputs.append(gamma * i / n * projected + q * c[j] * i + b)
      let gradient: Number = n * g[j] - sumG - c[j] * i * i * sumGC
      weights.append(p[j] * (i / n) * gradient)
      let cubed = i * i * i
      let along: Number = sumP * sumG / n - sumGP + 3 / n * i * i * sumGC * sumPC
      let first: Number = c[j] * cubed / n * along
      let second: Number = cubed * sumPC / n * (sumG / n - g[j])
      let third: Number = cubed * sumGC / n * (sumP / n - p[j])
      let last: Number = g[j] * i - i * sumG / n - c[j] * cubed * sumGC / n
      inputs.append(gamma * (first + second + third) + q * last)
    }
    (gradOutput, weight, input) = (outputs, sum(weights), inputs)
  }

  /// The evaluation formulas.
  init(evaluation data: SecondOrderData<Number>) {
    let (i, q) = (data.scale, data.q)
    gradOutput = zip(data.x, data.p).map { x, p -> Number in
      let first: Number = p * i * data.gamma
      return first + q * (x - data.mean) * i + data.b
    }
    weight = zip(data.p, data.g).reduce(Number(0)) { $0 + $1.0 * $1.1 * i }
    input = data.g.map { q * i * $0 }
  }
}

@Suite("Double backward bound")
struct DoubleBackwardBoundTests {
  @Test("holds for R39 in float32", arguments: FloatStatistics.allCases)
  func training(statistics: FloatStatistics) throws {
    var random = SplitMix64(seed: 7)
    var worst = 0.0
    for regime in Regime.all {
      for n in [2, 3, 8, 16, 64] {
        let truth = Truth(regime: regime, n: n, momentum: 0.1, random: &random)
        let p = (0..<n).map { _ in Float(0.3 + random.normal()) }
        let (q, b) = (Float(random.normal()), Float(random.normal()))
        let exact = SecondOrder<Double>(
          training: SecondOrderData(
            x: truth.x.map(Double.init),
            g: truth.dy.map(Double.init),
            p: p.map(Double.init),
            gamma: Double(truth.gamma),
            q: Double(q),
            b: Double(b),
            mean: truth.mean,
            scale: 1 / (truth.variance + truth.eps).squareRoot()
          )
        )
        let (mean, variance) = statistics(truth.x)
        let actual = SecondOrder<Float>(
          training: SecondOrderData(
            x: truth.x,
            g: truth.dy,
            p: p,
            gamma: truth.gamma,
            q: q,
            b: b,
            mean: mean,
            scale: 1 / (variance + Float(truth.eps)).squareRoot()
          )
        )
        let forward = try truth.bounded()
        worst = max(worst, try shares(actual, exact, forward, truth.dy, p, q, b).max() ?? 0)
      }
    }
    #expect(worst <= 1)
    #expect(worst > 0.05)
  }

  @Test("holds for R40 in float32, and fails R39 in its place")
  func evaluation() throws {
    var random = SplitMix64(seed: 8)
    for n in [1, 2, 8, 64] {
      let truth = Truth(regime: Regime(name: "K = 0"), n: n, momentum: 0.1, random: &random)
      let p = (0..<n).map { _ in Float(0.3 + random.normal()) }
      let (q, b) = (Float(0.75), Float(-0.5))
      let variance = max(truth.oldVar, 0.1)
      let forward = try evaluationForward(truth, variance: variance)
      let data = SecondOrderData<Double>(
        x: truth.x.map(Double.init),
        g: truth.dy.map(Double.init),
        p: p.map(Double.init),
        gamma: Double(truth.gamma),
        q: Double(q),
        b: Double(b),
        mean: Double(truth.oldMean),
        scale: 1 / (Double(variance) + truth.eps).squareRoot()
      )
      let actual = SecondOrder<Float>(
        evaluation: SecondOrderData(
          x: truth.x,
          g: truth.dy,
          p: p,
          gamma: truth.gamma,
          q: q,
          b: b,
          mean: truth.oldMean,
          scale: 1 / (variance + Float(truth.eps)).squareRoot()
        )
      )
      let sound = try shares(actual, SecondOrder(evaluation: data), forward, truth.dy, p, q, b)
      #expect(sound.allSatisfy { $0 <= 1 })
      guard n > 2 else { continue }
      let wrong = try shares(actual, SecondOrder(training: data), forward, truth.dy, p, q, b)
      #expect(wrong.allSatisfy { $0 > 100 })
    }
  }

  private func evaluationForward(_ truth: Truth, variance: Float) throws -> BoundedForward {
    let arithmetic = BoundArithmetic(parameterType: .float32, inputType: .float32)
    let forward = BoundedForward(
      input: try column(truth.x),
      weight: Tensor(vector: .float32([truth.gamma])),
      bias: Tensor(vector: .float32([truth.beta])),
      eps: truth.eps,
      source: .running(
        mean: [Double(truth.oldMean)],
        variance: [Double(variance)],
        history: RunningHistory(arithmetic: arithmetic, format: .binary32)
      ),
      arithmetic: arithmetic
    )
    return try #require(forward)
  }

  /// The largest shares of ∂g, ∂γ and ∂x.
  private func shares(
    _ actual: SecondOrder<Float>,
    _ exact: SecondOrder<Double>,
    _ forward: BoundedForward,
    _ g: [Float],
    _ p: [Float],
    _ q: Float,
    _ b: Float
  ) throws -> [Double] {
    let data = BoundedForward.SecondOrderData(
      gradOutput: try column(g),
      gradGradInput: try column(p),
      gradGradWeight: Tensor(vector: .float32([q])),
      gradGradBias: Tensor(vector: .float32([b]))
    )
    func allowance(_ gradient: BoundedForward.SecondOrder, _ expected: Tensor) -> TensorAllowance? {
      forward.secondOrderAllowance(
        of: gradient,
        data: data,
        expected: expected,
        depth: .valuesPerChannel
      )
    }
    return [
      try shareOfColumn(actual.gradOutput, exact.gradOutput) { allowance(.gradOutput, $0) },
      try share(of: [actual.weight], [exact.weight]) { allowance(.weight, $0) },
      try shareOfColumn(actual.input, exact.input) { allowance(.input, $0) },
    ]
  }
}
