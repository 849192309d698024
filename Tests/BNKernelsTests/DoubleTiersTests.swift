// SPDX-License-Identifier: MIT

import BatchNorm
import CBNKernels
import BNExactArithmetic
import BNTensors
import BNTestSupport
import Testing

@testable import BNKernels

@Suite("Tiers of float64")
struct DoubleTiersTests {
  /// Whether an exact result lies in an enclosure.
  private func holds(_ enclosure: Enclosure, _ exact: QuadraticSurd) -> Bool {
    guard case .finite(let surd) = exact.resolved,
      let high = Dyadic(exactly: enclosure.middle.high),
      let low = Dyadic(exactly: enclosure.middle.low), let error = Dyadic(exactly: enclosure.error)
    else { return false }
    return surd.signum(minus: high + low - error) >= 0
      && surd.signum(minus: high + low + error) <= 0
  }

  /// The tensor of a channel with its constants.
  private struct Channel {
    let values: [Double]
    let sums: BoundedSums
    let gamma = 1.75
    let beta = -0.3
    let eps = 1e-5

    init(_ kind: Int, _ random: inout SplitMix64) {
      values = DoubleSumsTests.data(700, kind, &random)
      sums = DoubleSumsTests.sums(values, .baseline)
    }

    func line(stress: Double = 1) -> DoubleLine? {
      DoubleLine(sums: sums, gamma: gamma, beta: beta, eps: eps, stress: stress)
    }

    var scale: ExactChannel {
      ExactChannel(
        count: values.count,
        exact: DoubleSumsTests.exact(values, values),
        gamma: gamma,
        beta: beta,
        eps: eps
      )
    }
  }

  /// Both ends of a line for one value, by the kernel: the result where they are one.
  private func ends(
    _ line: bn_double_line,
    _ x: Double,
    _ choice: KernelChoice
  ) -> (low: Double, high: Double) {
    func result(_ error: Double) -> Double {
      var (line, x, y, open) = (line, x, 0.0, bn_open_chunk())
      (line.low, line.high) = (error, error)
      _ = choice.table.double_line(&x, &y, 1, &line, &open, false)
      return y
    }
    return (result(line.low), result(line.high))
  }

  /// The same of a plane.
  private func ends(
    _ plane: bn_double_plane,
    _ x: Double,
    _ dy: Double,
    _ choice: KernelChoice
  ) -> (low: Double, high: Double) {
    func result(_ error: Double) -> Double {
      var (plane, x, dy, dx, open) = (plane, x, dy, 0.0, bn_open_chunk())
      (plane.low, plane.high) = (error, error)
      _ = choice.table.double_plane(&x, &dy, &dx, 1, &plane, &open, false)
      return dx
    }
    return (result(plane.low), result(plane.high))
  }

  @Test(
    "enclose the result in double-double, and by the anchored line",
    arguments: 0..<8,
    BlockSumsTests.kernels
  )
  func forward(_ kind: Int, _ choice: KernelChoice) throws {
    var random = SplitMix64(seed: 21)
    let channel = Channel(kind, &random)
    // A constant channel and one far below eps are closed forms or dominated by eps.
    let line = try #require(channel.line())
    let bounds = try #require(line.line(largest: channel.sums.reach))
    let scale = channel.scale
    for x in channel.values.prefix(60) {
      let exact = scale.result(ExactReal(x))
      #expect(holds(line.enclosure(x), exact))
      let (low, high) = ends(bounds, x, choice)
      let rounded = Double(bitPattern: exact.rounded(to: .binary64))
      #expect(low <= rounded && rounded <= high)
      if let decided = line.enclosure(x).double { #expect(decided == rounded) }
    }
  }

  @Test("decide all but a few elements", arguments: BlockSumsTests.kernels)
  func decided(_ choice: KernelChoice) throws {
    var random = SplitMix64(seed: 22)
    for kind in [0, 1, 6] {
      let channel = Channel(kind, &random)
      let line = try #require(channel.line())
      let bounds = try #require(line.line(largest: channel.sums.reach))
      for x in channel.values {
        let (low, high) = ends(bounds, x, choice)
        #expect(low == high)
        #expect(line.enclosure(x).double == low)
      }
    }
  }

  @Test(
    "enclose gradients in double-double, and by the anchored plane",
    arguments: 0..<8,
    BlockSumsTests.kernels
  )
  func backward(_ kind: Int, _ choice: KernelChoice) throws {
    var random = SplitMix64(seed: 23)
    let channel = Channel(kind, &random)
    let gradients = DoubleSumsTests.data(channel.values.count, kind == 4 ? 0 : 7 - kind, &random)
    var taker = DoublePairAccumulator(batch: channel.sums)
    let kernels = DoubleKernels(.baseline, elements: 1)
    channel.values.withUnsafeBufferPointer { x in
      gradients.withUnsafeBufferPointer { dy in
        guard let x = x.baseAddress, let dy = dy.baseAddress else { return }
        taker.add(x, dy, gradients.count, kernels)
      }
    }
    let line = try #require(channel.line())
    let plane = DoublePlane(line: line, batch: channel.sums, sums: taker.sums)
    let exact = ExactGradient(
      channel.scale,
      usesBatchStatistics: true,
      exact: DoubleSumsTests.exact(channel.values, gradients)
    )
    #expect(holds(plane.weight, exact.weight))
    #expect(holds(plane.bias, exact.bias))
    let largestDy = max(taker.sums.maximum, -taker.sums.minimum)
    let bounds = plane.plane(largestX: channel.sums.reach, largestDy: largestDy)
    for (x, dy) in zip(channel.values, gradients).prefix(40) {
      let dx = exact.input(x, dy)
      #expect(holds(plane.enclosure(x, dy), dx))
      guard let bounds else { continue }
      let (low, high) = ends(bounds, x, dy, choice)
      let rounded = Double(bitPattern: dx.rounded(to: .binary64))
      #expect(low <= rounded && rounded <= high)
    }
  }

  @Test("are not offered where numbers might leave the range")
  func refused() throws {
    var random = SplitMix64(seed: 24)
    let channel = Channel(0, &random)
    func line(_ gamma: Double, _ beta: Double, _ eps: Double) -> DoubleLine? {
      DoubleLine(sums: channel.sums, gamma: gamma, beta: beta, eps: eps, stress: 1)
    }
    #expect(line(1, 0, 1e-5) != nil)
    #expect(line(0x1p500, 0, 1e-5) == nil)
    #expect(line(1, 0x1p600, 1e-5) == nil)
    #expect(line(1, 0, 1e-200) == nil)
    #expect(line(1, .infinity, 1e-5) == nil)
    #expect(line(.nan, 0, 1e-5) == nil)
    #expect(line(1, 0, .nan) == nil)
    #expect(try #require(line(1, 0, 1e-5)).line(largest: 0x1p460) == nil)
  }

  @Test("move running statistics of a channel of zeros, and leave near-zeros to exact numbers")
  func zeros() throws {
    func moved(_ mean: Double, _ variance: Double, _ sums: BoundedSums) -> (Double, Double)? {
      MovedStatistics(mean: mean, variance: variance, sums: sums, factor: 0.1, stress: 1)?
        .patterns(in: .binary64)
        .map { (Double(bitPattern: $0.mean), Double(bitPattern: $0.variance)) }
    }
    let zeros = DoubleSumsTests.sums([0, -0.0, 0], .baseline)
    let (mean, variance) = try #require(moved(0, 1, zeros))
    #expect(mean.bitPattern == 0)
    // (1 − a)·1 with the factor as it is: 0.1 is a little more than a tenth.
    #expect(variance == 0.9)
    #expect(try #require(moved(1, 1, zeros)).0 == 0.9)
    #expect(moved(0, 0, zeros) == nil)
    let ones = DoubleSumsTests.sums([1, -1], .baseline)
    #expect(moved(0, 1, ones) == nil)
  }
}
