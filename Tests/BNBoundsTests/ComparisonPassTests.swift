// SPDX-License-Identifier: MIT

import BNTestSupport
import Testing

@testable import BNBounds
@testable import BNTensors

/// The pass over blocks must find what measuring each element finds.
@Suite("Comparison in blocks")
struct ComparisonPassTests {
  /// As text, in which a NaN equals itself.
  private func elementwise(_ pass: ComparisonPass) -> String {
    var pass = pass
    for offset in 0..<pass.expected.count { pass.visit(offset) }
    return "\(pass.result)"
  }

  private func expectSame(_ actual: [Float], _ expected: [Float], _ rule: AllowanceRule) {
    let pass = ComparisonPass(
      actual: Tensor(vector: .float32(actual)),
      expected: Tensor(vector: .float32(expected)),
      rule: rule
    )
    for usesKernel in [false, ComparisonPass.hasKernel] {
      var blocks = pass
      blocks.visit(0..<expected.count, usesKernel: usesKernel)
      #expect("\(blocks.result)" == elementwise(pass))
    }
    // Cut anywhere, the parts give the same.
    let cut = expected.count * 3 / 7
    var (first, second) = (pass, pass)
    first.visit(0..<cut)
    second.visit(cut..<expected.count)
    first.join(second)
    #expect("\(first.result)" == elementwise(pass))
  }

  private static let rules: [AllowanceRule] = [
    .exact, .ulp(0), .ulp(3), .allclose(relative: 1.3e-6, absolute: 1e-5),
    .allclose(relative: 1e-3, absolute: 0), .allclose(relative: 0, absolute: 0),
    .allclose(relative: 1, absolute: .infinity),
  ]

  /// Pairs that are mostly equal or neighbours, sometimes far apart or special.
  private func pairs(_ count: Int, _ generator: inout SplitMix64) -> ([Float], [Float]) {
    let specials: [Float] = [
      0, -0.0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNormalMagnitude,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e-38, 0x1p-100, 0x1p-101,
    ]
    var actual: [Float] = []
    var expected: [Float] = []
    for _ in 0..<count {
      let value =
        Int.random(in: 0..<40, using: &generator) == 0
        ? specials.randomElement(using: &generator) ?? 0
        : Float.random(in: -4...4, using: &generator)
      expected.append(value)
      switch Int.random(in: 0..<20, using: &generator) {
      case 0..<12: actual.append(value)
      case 12..<15: actual.append(value.nextUp)
      case 15..<17: actual.append(value.nextDown)
      case 17: actual.append(value + Float.random(in: -1e-5...1e-5, using: &generator))
      case 18: actual.append(value * Float.random(in: 0.999...1.001, using: &generator))
      default: actual.append(specials.randomElement(using: &generator) ?? 0)
      }
    }
    return (actual, expected)
  }

  @Test(
    "finds what measuring each element finds, in random data",
    arguments: 0..<40 as Range<UInt64>
  )
  func random(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let count = Int.random(in: 0...700, using: &generator)
    let (actual, expected) = pairs(count, &generator)
    for rule in Self.rules { expectSame(actual, expected, rule) }
    let allowances = expected.map { value in
      [0, Double(value.ulp), 1e-6, .infinity, .nan, 1e-40].randomElement(using: &generator) ?? 0
    }
    expectSame(actual, expected, .each(allowances))
  }

  @Test("finds each new maximum in data that grow slowly worse")
  func growing() {
    let expected = (0..<512).map { 1 + Float($0) * 0x1p-10 }
    let actual = expected.enumerated().map { offset, value in
      value + Float(offset / 5) * value.ulp
    }
    for rule in Self.rules { expectSame(actual, expected, rule) }
    expectSame(actual.reversed(), expected.reversed(), .ulp(3))
  }

  @Test("does not depend on the number of threads")
  func threads() throws {
    var generator = SplitMix64(seed: 99)
    let (actual, expected) = pairs(300_000, &generator)
    func compare(_ threads: Int) throws -> TensorComparison {
      try #require(
        TensorComparison(
          actual: Tensor(vector: .float32(actual)),
          expected: Tensor(vector: .float32(expected)),
          allowance: .allclose(relative: 1e-6, absolute: 1e-6),
          threads: threads
        )
      )
    }
    let one = try compare(1)
    #expect(one.outOfTolerance > 0 && one.exact > 0)
    for threads in [2, 3, 8] { #expect("\(try compare(threads))" == "\(one)") }
  }
}
