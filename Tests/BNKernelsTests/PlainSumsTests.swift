// SPDX-License-Identifier: MIT

import CBNKernels
import BNExactArithmetic
import BNTestSupport
import Testing

@testable import BNKernels

@Suite("Plain sums")
struct PlainSumsTests {
  /// Data that try the bounds: roundings of one sign, wide and narrow ranges, large means, both ends of
  /// the range.
  static func data(_ count: Int, _ kind: Int, _ random: inout SplitMix64) -> [Float] {
    (0..<count).map { index in
      let value = Float.random(in: -1...1, using: &random)
      return switch kind {
      case 0: value
      case 1: 1e6 + value
      case 2: 2 - Float.ulpOfOne
      case 3: index % 5 == 0 ? 1e30 * value : 1e-30 * value
      case 4: Float.greatestFiniteMagnitude * value
      case 5: 0x1p-140 * value
      case 6: index == 0 ? -1e9 : 1 + value
      default: 3
      }
    }
  }

  private static func plain(
    _ x: [Float],
    _ dy: [Float]?,
    centre: Float,
    _ choice: KernelChoice
  ) -> PlainSums {
    let kernels = FloatKernels(choice, elements: x.count)
    var plain = PlainSums(centre: centre)
    x.withUnsafeBufferPointer { buffer in
      guard let x = buffer.baseAddress else { return }
      // Runs of any length join the same sums.
      for start in stride(from: 0, to: buffer.count, by: 777) {
        let part = min(777, buffer.count - start)
        guard let dy else {
          plain.add(x + start, part, kernels)
          continue
        }
        dy.withUnsafeBufferPointer { buffer in
          if let dy = buffer.baseAddress { plain.add(x + start, dy + start, part, kernels) }
        }
      }
    }
    return plain
  }

  private static func exact(
    _ x: [Float],
    _ dy: [Float]?,
    centre: Float
  ) -> (sum: Dyadic, square: Dyadic) {
    let centre = Dyadic(exactly: Double(centre)) ?? .zero
    let deviations = x.compactMap { Dyadic(exactly: Double($0)) }.map { $0 - centre }
    let others = dy?.compactMap { Dyadic(exactly: Double($0)) } ?? deviations
    return (others.reduce(.zero, +), zip(deviations, others).map { $0 * $1 }.reduce(.zero, +))
  }

  @Test("lie within their bounds", arguments: BlockSumsTests.kernels)
  func values(_ choice: KernelChoice) {
    var random = SplitMix64(seed: 31)
    for count in [1, 2, 3, 15, 16, 17, 127, 128, 129, 1000, 4097] {
      for kind in 0..<8 {
        let x = Self.data(count, kind, &random)
        for centre in [x[count / 2], x[0]] {
          let sums = Self.plain(x, nil, centre: centre, choice).values
          let exact = Self.exact(x, nil, centre: centre)
          #expect(sums.isBounded && sums.count == count)
          #expect(sums.minimum == x.min().map(Double.init))
          #expect(sums.maximum == x.max().map(Double.init))
          #expect(DoubleSumsTests.holds(sums.sum, sums.sumError, exact.sum))
          #expect(DoubleSumsTests.holds(sums.square, sums.squareError, exact.square))
        }
      }
    }
  }

  @Test("of pairs lie within their bounds", arguments: BlockSumsTests.kernels)
  func pairs(_ choice: KernelChoice) {
    var random = SplitMix64(seed: 32)
    for count in [1, 2, 15, 16, 17, 129, 1000, 3001] {
      for kind in 0..<8 {
        let x = Self.data(count, kind, &random)
        let dy = Self.data(count, (5 * kind + 2) % 8, &random)
        let centre = x[count / 2]
        let plain = Self.plain(x, nil, centre: centre, choice).values
        let sums = Self.plain(x, dy, centre: centre, choice)
          .pairs(squares: 1.01 * plain.square.magnitude)
        let exact = Self.exact(x, dy, centre: centre)
        #expect(sums.isBounded)
        #expect(sums.minimum == dy.min().map(Double.init))
        #expect(sums.maximum == dy.max().map(Double.init))
        #expect(DoubleSumsTests.holds(sums.sum, sums.sumError, exact.sum))
        #expect(DoubleSumsTests.holds(sums.square, sums.squareError, exact.square))
      }
    }
  }

  @Test(
    "have bounds that their errors come within a thousand of",
    arguments: BlockSumsTests.kernels
  )
  func sharpness(_ choice: KernelChoice) {
    var random = SplitMix64(seed: 33)
    // Squares that do not lie on one grid of 53 bits.
    let x = (0..<128).map {
      Float.random(in: 1...2, using: &random) * ($0 / 16 % 2 == 0 ? 1 : 0x1p-7)
    }
    let sums = Self.plain(x, nil, centre: 0, choice).values
    let exact = Self.exact(x, nil, centre: 0)
    #expect(!DoubleSumsTests.holds(sums.square, sums.squareError / 1000, exact.square))
  }

  @Test("see a NaN and an infinity at any place", arguments: BlockSumsTests.kernels)
  func special(_ choice: KernelChoice) {
    for special in [Float.nan, .infinity, -.infinity] {
      for place in [0, 1, 16, 40, 47, 48] {
        var x = [Float](repeating: 1.5, count: 49)
        x[place] = special
        #expect(!Self.plain(x, nil, centre: x[7], choice).values.isFinite)
        let ones = [Float](repeating: 1, count: 49)
        #expect(!Self.plain(ones, x, centre: 1, choice).pairs(squares: 0).isFinite)
        #expect(!Self.plain(x, ones, centre: 1.5, choice).pairs(squares: 0).isFinite)
      }
    }
  }

  @Test("of columns lie within their bounds", arguments: BlockSumsTests.kernels)
  func columns(_ choice: KernelChoice) {
    let kernels = choice.table
    var random = SplitMix64(seed: 34)
    let channels = 8
    for rows in [2, 7, 8, 9, 255, 256, 257, 600] {
      let data = (0..<channels).map { Self.data(rows, $0, &random) }
      let x = (0..<(rows * channels)).map { data[$0 % channels][$0 / channels] }
      let columns = ColumnConstants(channels: channels)
      var kept = columns.sums
      for row in stride(from: 0, to: rows, by: ColumnWorker.rows) {
        let part = min(ColumnWorker.rows, rows - row)
        x.withUnsafeBufferPointer { buffer in
          guard let start = buffer.baseAddress.map({ $0 + row * channels }) else { return }
          if row == 0 {
            kernels.column_sums(start, channels, part, channels, &kept)
          } else {
            kernels.column_add(start, channels, part, channels, columns.scratch, &kept)
          }
        }
      }
      for channel in 0..<channels {
        let values = data[channel]
        let sums = columns.bounded(
          channel,
          count: rows,
          error: ColumnWorker.error(rows: rows)
        )
        let exact = Self.exact(values, nil, centre: values[0])
        #expect(sums.centre == Double(values[0]))
        #expect(sums.minimum == values.min().map(Double.init))
        #expect(sums.maximum == values.max().map(Double.init))
        #expect(DoubleSumsTests.holds(sums.sum, sums.sumError, exact.sum))
        #expect(DoubleSumsTests.holds(sums.square, sums.squareError, exact.square))
      }
    }
  }
}
