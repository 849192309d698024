// SPDX-License-Identifier: MIT

import CBNKernels
import BNExactArithmetic
import BNTestSupport
import Testing

@testable import BNKernels

@Suite("Sums of float64")
struct DoubleSumsTests {
  /// Values of one channel in blocks, by the kernels of a kind.
  static func sums(_ values: [Double], _ choice: KernelChoice) -> BoundedSums {
    let kernels = DoubleKernels(choice, elements: values.count)
    func take(_ taker: DoubleAccumulator) -> DoubleAccumulator {
      var taker = taker
      values.withUnsafeBufferPointer { buffer in
        guard let x = buffer.baseAddress else { return }
        for start in stride(from: 0, to: values.count, by: 2048) {
          taker.add(x + start, min(2048, values.count - start), kernels)
        }
      }
      return taker
    }
    let first = take(DoubleAccumulator())
    return first.isRejected ? take(DoubleAccumulator(after: first)).sums : first.sums
  }

  /// The exact Σy and Σx·y.
  static func exact(_ x: [Double], _ y: [Double]) -> (sum: Dyadic, square: Dyadic) {
    var sums = ExactDoubleSums()
    for (a, b) in zip(x, y) { sums.add(a, b) }
    return sums.exact
  }

  /// Whether a double-double lies within a bound of an exact number.
  static func holds(_ value: DoubleDouble, _ error: Double, _ exact: Dyadic) -> Bool {
    guard let high = Dyadic(exactly: value.high), let low = Dyadic(exactly: value.low),
      let bound = Dyadic(exactly: error)
    else { return false }
    return !((high + low - exact).magnitude > bound)
  }

  /// Data that try the anchors: full significands, wide and narrow ranges, large means.
  static func data(_ count: Int, _ kind: Int, _ random: inout SplitMix64) -> [Double] {
    (0..<count).map { index in
      let value = Double.random(in: -1...1, using: &random)
      return switch kind {
      case 0: value
      case 1: 1e6 + value
      case 2: -3e110 + 1e100 * value
      case 3: (2 - Double.ulpOfOne) * 0x1p300
      case 4: index == count / 2 ? 0x1p399 : 0x1p-399 * value
      case 5: value * 0x1p-1040
      case 6: index % 2 == 0 ? 2 - Double.ulpOfOne : -(2 - Double.ulpOfOne) * 0x1p-30
      default: 10 + value + (index == count - 1 ? -30 : 0)
      }
    }
  }

  @Test("lie within their bounds", arguments: BlockSumsTests.kernels)
  func bounds(_ choice: KernelChoice) {
    var random = SplitMix64(seed: 11)
    for count in [1, 3, 15, 16, 17, 33, 100, 2047, 2048, 2049, 5000] {
      for kind in 0..<8 {
        let values = Self.data(count, kind, &random)
        let sums = Self.sums(values, choice)
        #expect(sums.isBounded && sums.count == count)
        #expect(sums.minimum == values.min() && sums.maximum == values.max())
        #expect(BoundedSums.isExact(sums.centre, sums.minimum, sums.maximum))
        let deviations = values.map { $0 - sums.centre }
        let exact = Self.exact(deviations, deviations)
        #expect(Self.holds(sums.sum, sums.sumError, exact.sum), "\(count) \(kind)")
        #expect(Self.holds(sums.square, sums.squareError, exact.square), "\(count) \(kind)")
        // The bounds are worth having.
        let reach = max(sums.reach, 0x1p-400)
        #expect(sums.sumError <= 0x1p-70 * Double(count) * reach)
        #expect(sums.squareError <= 0x1p-70 * Double(count) * reach * reach)
      }
    }
  }

  @Test("of a centred channel do not cancel", arguments: BlockSumsTests.kernels)
  func centre(_ choice: KernelChoice) {
    var random = SplitMix64(seed: 12)
    for mean in [1e6, -1e6] {
      let values = (0..<300).map { _ in mean + Double.random(in: -1...1, using: &random) }
      let sums = Self.sums(values, choice)
      #expect(sums.centre != 0 && sums.reach <= 2)
    }
    #expect(Self.sums(Self.data(3000, 7, &random), choice).centre == 0)
  }

  @Test("of pairs lie within their bounds", arguments: BlockSumsTests.kernels)
  func pairs(_ choice: KernelChoice) {
    var random = SplitMix64(seed: 13)
    let kernels = DoubleKernels(choice, elements: 1)
    for count in [1, 7, 16, 40, 2048, 4100] {
      for (kind, other) in [(0, 0), (1, 6), (3, 3), (4, 0), (0, 4), (5, 5), (6, 6), (7, 1)] {
        let x = Self.data(count, kind, &random)
        let dy = Self.data(count, other, &random)
        let batch = Self.sums(x, choice)
        // Once as a batch with its centre, once about zero.
        for var taker in [DoublePairAccumulator(batch: batch), DoublePairAccumulator()] {
          x.withUnsafeBufferPointer { x in
            dy.withUnsafeBufferPointer { dy in
              guard let x = x.baseAddress, let dy = dy.baseAddress else { return }
              for start in stride(from: 0, to: count, by: 2048) {
                taker.add(x + start, dy + start, min(2048, count - start), kernels)
              }
            }
          }
          let sums = taker.sums
          #expect(sums.isBounded)
          #expect(sums.minimum == dy.min() && sums.maximum == dy.max())
          let deviations = x.map { $0 - taker.centre }
          let exact = Self.exact(deviations, dy)
          #expect(Self.holds(sums.sum, sums.sumError, exact.sum), "\(count) \(kind) \(other)")
          #expect(Self.holds(sums.square, sums.squareError, exact.square), "\(count) \(kind)")
        }
      }
    }
  }

  @Test(
    "see a NaN, an infinity and a number too large at any place",
    arguments: BlockSumsTests.kernels
  )
  func special(_ choice: KernelChoice) {
    let kernels = DoubleKernels(choice, elements: 1)
    for special in [Double.nan, .infinity, -.infinity, 0x1p402, -.greatestFiniteMagnitude] {
      for place in [0, 1, 16, 40, 47, 50] {
        var values = [Double](repeating: 1.5, count: 51)
        values[place] = special
        let sums = Self.sums(values, choice)
        #expect(!sums.isBounded)
        #expect(sums.isFinite == special.isFinite)
        let hasNaN = values.withUnsafeBufferPointer { buffer in
          buffer.baseAddress.map { kernels.range($0, buffer.count).hasNaN }
        }
        #expect(hasNaN == special.isNaN)
      }
    }
  }

  @Test("by integers are exact at both ends of the range")
  func exact() {
    let values: [Double] = [
      .leastNonzeroMagnitude, .greatestFiniteMagnitude, -0x1p-1060, 0, -0.0, 1.5,
      -.greatestFiniteMagnitude, .leastNormalMagnitude, 0x1.fffffffffffffp-512,
    ]
    let exact = Self.exact(values, values)
    let numbers = values.compactMap { Dyadic(exactly: $0) }
    #expect(numbers.count == values.count)
    #expect(exact.sum == numbers.reduce(.zero, +))
    #expect(exact.square == numbers.map { $0 * $0 }.reduce(.zero, +))
  }
}
