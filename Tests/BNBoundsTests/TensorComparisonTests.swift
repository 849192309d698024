// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import BNTestSupport
import Testing

@Suite("Tensor comparison")
struct TensorComparisonTests {
  static let floats: [ElementType] = [.float16, .bfloat16, .float32, .float64]

  private func compare(
    _ actual: [Double],
    _ expected: [Double],
    _ rule: AllowanceRule,
    type: ElementType = .float32
  ) throws -> TensorComparison {
    try #require(
      TensorComparison(
        actual: Tensor(vector: TensorStorage(type, rounding: actual)),
        expected: Tensor(vector: TensorStorage(type, rounding: expected)),
        allowance: rule
      )
    )
  }

  @Test("accepts an allowance met exactly and refuses it one ULP smaller", arguments: floats)
  func boundary(type: ElementType) throws {
    let unit = try #require(type.format).unitRoundoff
    let (actual, expected) = ([1 + 2 * unit], [1.0])
    let inside = try compare(actual, expected, .each([2 * unit]), type: type)
    #expect(inside.outOfTolerance == 0 && inside.maxShare.value == 1)
    let outside = try compare(actual, expected, .each([(2 * unit).nextDown]), type: type)
    #expect(outside.outOfTolerance == 1 && outside.maxShare.value > 1)
    #expect(outside.maxULP == 1 && outside.exact == 0)
  }

  @Test("counts places under a ULP rule", arguments: floats)
  func ulpRule(type: ElementType) throws {
    let unit = try #require(type.format).unitRoundoff
    let actual = [1 + 6 * unit, 1 - 3 * unit]
    let inside = try compare(actual, [1, 1], .ulp(3), type: type)
    #expect(inside.outOfTolerance == 0 && inside.maxULP == 3 && inside.maxShare.value == 1)
    let outside = try compare(actual, [1, 1], .ulp(2), type: type)
    #expect(outside.outOfTolerance == 2)
    #expect(outside.worst?.allowance.value == 4 * unit)
    #expect(outside.firstMismatches.last?.allowance.value == 2 * unit)
  }

  @Test("applies allclose to the expected side")
  func allclose() throws {
    let rule = AllowanceRule.allclose(relative: 0.5, absolute: 1)
    #expect(try compare([4, 0], [2, 2], rule).outOfTolerance == 0)
    #expect(try compare([4.5, -0.5], [2, 2], rule).outOfTolerance == 2)
  }

  @Test("takes the zeros as one number and any NaN for any NaN")
  func exactRule() throws {
    let same = try compare([-0.0, .nan, .infinity], [0, -.nan, .infinity], .exact)
    #expect(same.exact == 3 && same.outOfTolerance == 0 && same.histogram.bins == [3])
    let other = try compare([1], [1.0000001], .exact)
    #expect(other.outOfTolerance == 1 && other.maxShare.value == .infinity)
  }

  @Test("wants special values met, whatever the allowance")
  func specials() throws {
    let actual = [Double.nan, 1, .infinity, -.infinity, 1, .nan]
    let expected = [1, Double.nan, 1, .infinity, -.infinity, .infinity]
    let result = try compare(actual, expected, .each([Double](repeating: .infinity, count: 6)))
    #expect(result.outOfTolerance == 6)
    #expect(result.nanMismatches == 3 && result.infinityMismatches == 3)
    #expect(result.firstMismatches.count == 5)
    #expect(result.worst?.share.value == .infinity)
    #expect(result.worst?.ulp == nil)
    #expect(result.histogram.bins.isEmpty)
    #expect(result.maxShare.value == 0)
  }

  @Test("names index and channel of the worst element")
  func worst() throws {
    let shape = try Shape([2, 3, 2])
    var values = [Float](repeating: 1, count: 12)
    let expected = try Tensor(shape: shape, storage: .float32(values))
    values[9] = 2
    values[3] = 1.5
    let result = try #require(
      TensorComparison(
        actual: Tensor(shape: shape, storage: .float32(values)),
        expected: expected,
        allowance: .allclose(relative: 0, absolute: 0.25)
      )
    )
    #expect(result.worst?.index == [1, 1, 1])
    #expect(result.worst?.channel == 1)
    #expect(result.worst?.share.value == 4)
    #expect(result.firstMismatches.map(\.index) == [[0, 1, 1], [1, 1, 1]])
  }

  @Test("prefers an element out of tolerance to a larger share within")
  func worstIsOutOfTolerance() throws {
    // An infinite allowance has share 0, a mismatched NaN share ∞.
    let result = try compare([5, 3, .nan], [1, 1, 1], .each([4, 4, 4]))
    #expect(result.worst?.index == [2])
    #expect(result.maxShare.value == 1)
  }

  @Test("has nothing to say of an empty tensor")
  func empty() throws {
    let result = try compare([], [], .exact)
    #expect(result.count == 0 && result.outOfTolerance == 0 && result.worst == nil)
    #expect(result.histogram.bins.isEmpty)
  }

  @Test("refuses other shapes, types and numbers of allowances")
  func refusals() throws {
    let three = Tensor(vector: .float32([1, 2, 3]))
    let column = try Tensor(shape: Shape([3, 1]), storage: .float32([1, 2, 3]))
    let double = Tensor(vector: .float64([1, 2, 3]))
    #expect(TensorComparison(actual: column, expected: three, allowance: .exact) == nil)
    #expect(TensorComparison(actual: double, expected: three, allowance: .exact) == nil)
    #expect(TensorComparison(actual: three, expected: three, allowance: .each([1])) == nil)
  }

  @Test("tells integers apart beyond 2^53")
  func integers() throws {
    let large = Int64(1) << 60
    let result = try #require(
      TensorComparison(
        actual: Tensor(scalar: large + 1),
        expected: Tensor(scalar: large),
        allowance: .exact
      )
    )
    #expect(result.outOfTolerance == 1 && result.maxULP == 1 && result.maxAbsolute.value == 1)
  }

  @Test("never fails more elements under a larger tolerance")
  func monotone() throws {
    var random = SplitMix64(seed: 12)
    let expected = (0..<100).map { _ in random.normal() }
    let actual = expected.map { $0 + 1e-3 * random.normal() }
    let counts = try [0, 1e-5, 1e-4, 1e-3, 1e-2, 1].map {
      try compare(actual, expected, .allclose(relative: $0, absolute: $0 / 10)).outOfTolerance
    }
    #expect(counts == counts.sorted(by: >))
    #expect(counts.first == 100 && counts.last == 0)
  }

  @Test("is unchanged by permuting elements, but for indices")
  func permutation() throws {
    var random = SplitMix64(seed: 13)
    let expected = (0..<50).map { _ in random.normal() }
    let actual = expected.map { $0 + 1e-6 * random.normal() }
    let order = Array(0..<50).shuffled(using: &random)
    let rule = AllowanceRule.allclose(relative: 1e-6, absolute: 0)
    var first = try compare(actual, expected, rule)
    var second = try compare(order.map { actual[$0] }, order.map { expected[$0] }, rule)
    #expect(first.worst?.share == second.worst?.share)
    (first.worst, second.worst) = (nil, nil)
    (first.firstMismatches, second.firstMismatches) = ([], [])
    #expect(first == second)
  }
}
