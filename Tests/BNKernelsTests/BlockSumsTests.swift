// SPDX-License-Identifier: MIT

import CBNKernels
import BNExactArithmetic
import BNTestSupport
import Testing

@testable import BNKernels

@Suite("Block sums")
struct BlockSumsTests {
  /// The kernels that this machine can run.
  static let kernels = KernelChoice.allCases.filter { $0 != .specified && $0.isAvailable }

  /// The exact sums of values in integers.
  static func exact(_ values: [Float]) -> (sum: Dyadic, square: Dyadic) {
    let numbers = values.compactMap { Dyadic(exactly: Double($0)) }
    return (numbers.reduce(.zero, +), numbers.map { $0 * $0 }.reduce(.zero, +))
  }

  static func sums(_ values: [Float], _ choice: KernelChoice) -> bn_block_sums {
    values.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { FloatKernels(choice, elements: values.count).sums($0, buffer.count) }
        ?? bn_block_sums()
    }
  }

  @Test("are exact for every length around the lanes", arguments: kernels)
  func lengths(_ choice: KernelChoice) {
    var random = SplitMix64(seed: 1)
    for count in [1, 7, 8, 9, 15, 16, 17, 31, 33, 100, 2047, 2048] {
      let values = (0..<count).map { _ in Float.random(in: -3...5, using: &random) }
      let block = Self.sums(values, choice)
      var channel = ChannelSums()
      channel.add(block, count: count)
      #expect(block.status == 0)
      #expect(channel.exact == Self.exact(values))
      #expect(block.minimum == values.min() && block.maximum == values.max())
    }
  }

  @Test("take the widest window that is exact, and refuse the next", arguments: kernels)
  func window(_ choice: KernelChoice) {
    let widest = choice == .avx2 ? 22 : 21
    for top in [-120, 0, 126] {
      for (binades, status) in [(widest, 0), (widest + 1, 1)] where top - binades >= -126 {
        // All ones in every significand: as many bits as the window lets through.
        let large = Float(sign: .plus, exponent: top, significand: 2 - Float.ulpOfOne)
        let small = Float(sign: .minus, exponent: top - binades, significand: 2 - Float.ulpOfOne)
        let values = (0..<2048).map { $0 % 128 == 5 ? small : large }
        let block = Self.sums(values, choice)
        #expect(block.status == status)
        guard status == 0 else { continue }
        var channel = ChannelSums()
        channel.add(block, count: values.count)
        #expect(channel.exact == Self.exact(values))
      }
    }
  }

  @Test("see a NaN and an infinity at any place", arguments: kernels)
  func special(_ choice: KernelChoice) {
    for special in [Float.nan, .infinity, -.infinity] {
      for place in [0, 1, 16, 40, 47] {
        var values = [Float](repeating: 1.5, count: 48)
        values[place] = special
        #expect(Self.sums(values, choice).status == 2)
      }
    }
  }

  @Test("of zeros and of subnormal numbers are exact", arguments: kernels)
  func smallest(_ choice: KernelChoice) {
    for values in [[0, -0.0, 0], [0x1p-149, -0x1p-149, 0x1.8p-148], [0x1p-149, 0x1p-130, 0]] {
      let floats = values.map { Float($0) }
      let block = Self.sums(floats, choice)
      var channel = ChannelSums()
      channel.add(block, count: floats.count)
      #expect(block.status == 0)
      #expect(channel.exact == Self.exact(floats))
    }
  }

  @Test("by bins are exact for any pattern, and see what is not finite")
  func bins() {
    var random = SplitMix64(seed: 2)
    var bins = ExponentBins()
    for _ in 0..<4 {
      let values = (0..<2048).map { _ -> Float in
        let value = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
        return value.isFinite ? value : 1
      }
      var channel = ChannelSums()
      values.withUnsafeBufferPointer { buffer in
        guard let x = buffer.baseAddress else { return }
        channel.add(x, x, count: buffer.count, range: bn_block_sums(), bins: &bins)
      }
      #expect(channel.isFinite)
      #expect(channel.exact == Self.exact(values))
    }
    var channel = ChannelSums()
    withUnsafePointer(to: Float.infinity) {
      channel.add($0, $0, count: 1, range: bn_block_sums(), bins: &bins)
    }
    #expect(!channel.isFinite)
  }

  @Test("of blocks in any order are one sum")
  func order() {
    var random = SplitMix64(seed: 3)
    let values = (0..<4096).map { _ in Float.random(in: -1...1, using: &random) * 0x1p60 }
    let parts = stride(from: 0, to: 4096, by: 512).map { Array(values[$0..<($0 + 512)]) }
    let orders = [parts, parts.reversed(), parts.shuffled(using: &random)]
    for parts in orders {
      var channel = ChannelSums()
      for part in parts { channel.add(Self.sums(part, .baseline), count: part.count) }
      #expect(channel.exact == Self.exact(values))
      #expect(channel.count == 4096)
    }
  }
}
