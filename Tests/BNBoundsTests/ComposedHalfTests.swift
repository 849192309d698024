// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import BNTestSupport
import Testing

@Suite("Bound for layers composed of 16-bit operations")
struct ComposedHalfTests {
  @Test(
    "holds where every operation rounds to the module's 16-bit type",
    arguments: [ElementType.float16, .bfloat16],
    [2, 5, 16, 64, 300]
  )
  func composed(type: ElementType, n: Int) throws {
    var worst = 0.0
    for regime in ComposedChannel.regimes {
      var random = SplitMix64(seed: UInt64(n))
      for _ in 0..<3 {
        let channel = try ComposedChannel(type, n: n, regime: regime, random: &random)
        worst = max(worst, try channel.worstShare(sums: .single))
      }
    }
    #expect(worst <= 1)
    #expect(worst > 0.05)
  }

  @Test(
    "refuses sums that accumulate in 16 bits",
    arguments: [ElementType.float16, .bfloat16]
  )
  func accumulated(type: ElementType) throws {
    var random = SplitMix64(seed: 9)
    let channel = try ComposedChannel(type, n: 3000, regime: (2, 1), random: &random)
    #expect(try channel.worstShare(sums: .reduced) > 1)
  }

  @Test(
    "allows the two parts of a gradient of a 16-bit input to be rounded on their own",
    arguments: [ElementType.float16, .bfloat16]
  )
  func parts(type: ElementType) throws {
    var random = SplitMix64(seed: 3)
    var (worst, narrow) = (0.0, 0.0)
    for n in [2, 3, 5, 16] {
      for _ in 0..<8 {
        let channel = try ComposedChannel(type, n: n, regime: (0, 1), random: &random)
        worst = max(worst, try channel.shareOfParts(parameters: .float32, inputs: type))
        narrow = max(narrow, try channel.shareOfParts(parameters: .float32, inputs: .float32))
      }
    }
    #expect(worst <= 1)
    #expect(narrow > 1)
  }
}

/// One channel of a layer without parameters, and what 16-bit arithmetic makes of it.
private struct ComposedChannel {
  enum Sums { case single, reduced }

  static let regimes = [(0.0, 1.0), (3.0, 1.0), (0.5, 0.02), (0.0, 30.0)]

  let type: ElementType
  let format: FloatFormat
  let x: [Double]
  let dy: [Double]
  let eps = 1e-3

  init(
    _ type: ElementType,
    n: Int,
    regime: (Double, Double),
    random: inout SplitMix64
  ) throws {
    let format = try #require(type.format)
    func drawn(_ offset: Double, _ spread: Double, _ random: inout SplitMix64) -> [Double] {
      (0..<n).map { _ in
        format.double(fromBits: format.bits(rounding: offset + spread * random.normal()))
      }
    }
    (self.type, self.format) = (type, format)
    x = drawn(regime.0, regime.1, &random)
    dy = drawn(0.3, 1, &random)
  }

  private func rounded(_ value: Double) -> Double {
    format.double(fromBits: format.bits(rounding: value))
  }

  private func tensor(_ values: [Double], _ type: ElementType) throws -> Tensor {
    try Tensor(shape: Shape([values.count, 1]), storage: TensorStorage(type, rounding: values))
  }

  private func batch() throws -> BatchStatistics {
    BatchStatistics(input: try #require(ChannelMajor(tensor(x, type))))
  }

  private func bounded(parameters: ElementType, inputs: ElementType) throws -> BoundedForward {
    try #require(
      BoundedForward(
        input: tensor(x, type),
        weight: nil,
        bias: nil,
        eps: eps,
        source: .batch(batch()),
        arithmetic: BoundArithmetic(parameterType: parameters, inputType: inputs)
      )
    )
  }

  /// Output and gradients of x and γ with a rounding function after every operation.
  private func results(
    _ round: (Double) -> Double,
    sum: ([Double]) -> Double
  ) -> (output: [Double], input: [Double], weight: Double) {
    let n = Double(x.count)
    let mean = round(sum(x) / n)
    let centred = x.map { round($0 - mean) }
    let variance = round(sum(centred.map { round($0 * $0) }) / n)
    let scale = round(1 / round(round(variance + round(eps)).squareRoot()))
    let output = centred.map { round($0 * scale) }
    let products = zip(dy, output).map { round($0 * $1) }
    let weight = round(sum(products))
    let (shift, share) = (round(sum(dy) / n), round(sum(products) / n))
    let input = zip(dy, output).map {
      round(scale * round(round($0 - shift) - round($1 * share)))
    }
    return (output, input, weight)
  }

  func worstShare(sums: Sums) throws -> Double {
    let forward = try bounded(parameters: type, inputs: type)
    let exact = results({ $0 }, sum: { $0.reduce(0, +) })
    let actual = results(
      rounded,
      sum: { values in
        switch sums {
        case .single: Double(values.reduce(Float(0)) { $0 + Float($1) })
        case .reduced: values.reduce(0) { rounded($0 + $1) }
        }
      }
    )
    let gradients = try tensor(dy, type)
    let depth = BoundDepth.valuesPerChannel
    let shares = [
      try share(of: actual.output, exact.output) {
        forward.outputAllowance(expected: $0, depth: depth)
      },
      try share(of: actual.input, exact.input) {
        forward.gradientInputAllowance(gradOutput: gradients, expected: $0, depth: depth)
      },
      try share(of: [actual.weight], [exact.weight]) {
        forward.gradientWeightAllowance(gradOutput: gradients, expected: $0, depth: depth)
      },
    ]
    return shares.max() ?? 0
  }

  /// The share of a gradient of x whose two parts were rounded before they were added.
  func shareOfParts(parameters: ElementType, inputs: ElementType) throws -> Double {
    let forward = try bounded(parameters: parameters, inputs: inputs)
    let n = Double(x.count)
    let mean = x.reduce(0, +) / n
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    let scale = 1 / (variance + eps).squareRoot()
    let shift = dy.reduce(0, +) / n
    let share = zip(dy, x).reduce(0) { $0 + $1.0 * ($1.1 - mean) } * scale * scale / n
    let other = x.map { -scale * (shift + ($0 - mean) * share) }
    let actual = zip(dy, other).map { rounded(rounded(scale * $0) + rounded($1)) }
    let expected = zip(dy, other).map { scale * $0 + $1 }
    let gradients = try tensor(dy, type)
    return try self.share(of: actual, expected) {
      forward.gradientInputAllowance(
        gradOutput: gradients,
        expected: $0,
        depth: .valuesPerChannel
      )
    }
  }

  private func share(
    of actual: [Double],
    _ expected: [Double],
    allowance: (Tensor) -> TensorAllowance?
  ) throws -> Double {
    let (actual, expected) = (try tensor(actual, type), try tensor(expected, type))
    let values = try #require(allowance(expected)).values
    let comparison = TensorComparison(
      actual: actual,
      expected: expected,
      allowance: .each(values)
    )
    return try #require(comparison).maxShare.value
  }
}
