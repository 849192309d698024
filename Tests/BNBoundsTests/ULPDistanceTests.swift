// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import BNTestSupport
import Testing

@Suite("ULP distance")
struct ULPDistanceTests {
  static let floats: [ElementType] = [.float16, .bfloat16, .float32, .float64]

  @Test("takes the zeros as one number, and crosses them", arguments: floats)
  func zeros(type: ElementType) throws {
    let sign = try #require(type.format).signMask
    #expect(ULPDistance.between(0, sign, type: type) == 0)
    #expect(ULPDistance.between(1, sign | 1, type: type) == 2)
    #expect(ULPDistance.between(3, sign, type: type) == 3)
  }

  @Test("counts neighbours as 1, across a power of two, too", arguments: floats)
  func neighbours(type: ElementType) throws {
    let format = try #require(type.format)
    let one = format.bits(rounding: 1)
    #expect(ULPDistance.between(one, one + 1, type: type) == 1)
    #expect(ULPDistance.between(one, one - 1, type: type) == 1)
    #expect(format.double(fromBits: one - 1) == 1 - format.unitRoundoff)
  }

  @Test("spans the whole line", arguments: floats)
  func extremes(type: ElementType) throws {
    let format = try #require(type.format)
    let largest = format.infinityBits - 1
    let distance = ULPDistance.between(largest, largest | format.signMask, type: type)
    #expect(distance == 2 * largest)
    #expect(ULPDistance.between(largest, format.infinityBits, type: type) == 1)
  }

  @Test("has no distance to NaN", arguments: floats)
  func nan(type: ElementType) throws {
    let format = try #require(type.format)
    #expect(ULPDistance.between(format.quietNaNBits, 0, type: type) == nil)
    #expect(ULPDistance.between(0, format.infinityBits + 1, type: type) == nil)
  }

  @Test("measures integers over their whole range")
  func integers() {
    let (low, high) = (UInt64(bitPattern: .min), UInt64(bitPattern: .max))
    #expect(ULPDistance.between(low, high, type: .int64) == .max)
    #expect(ULPDistance.between(high, low, type: .int64) == .max)
    #expect(ULPDistance.between(UInt64(bitPattern: -2), 3, type: .int64) == 5)
  }

  @Test("is symmetric, and adds up along the line", arguments: floats)
  func properties(type: ElementType) throws {
    let format = try #require(type.format)
    var random = SplitMix64(seed: 11)
    let mask = format.signMask | (format.signMask - 1)
    for _ in 0..<200 {
      let triple = (0..<3).map { _ in random.next() & mask }
      let ordered = triple.compactMap { bits in
        ULPDistance.ordinal(ofBits: bits, type: type).map { (bits, $0) }
      }.sorted { $0.1 < $1.1 }.map(\.0)
      guard ordered.count == 3 else { continue }
      let first = try #require(ULPDistance.between(ordered[0], ordered[1], type: type))
      let second = try #require(ULPDistance.between(ordered[1], ordered[2], type: type))
      #expect(ULPDistance.between(ordered[0], ordered[2], type: type) == first + second)
      #expect(ULPDistance.between(ordered[1], ordered[0], type: type) == first)
    }
  }

  @Test("finds the number so many places away, infinity beyond the last")
  func stepping() {
    let one = UInt64(Float(1).bitPattern)
    let format = FloatFormat.binary32
    #expect(
      ULPDistance.value(1, awayFrom: one, upwards: true, format: format) == Double(Float(1).nextUp)
    )
    #expect(
      ULPDistance.value(2, awayFrom: 1, upwards: false, format: format)
        == -Double(Float.leastNonzeroMagnitude)
    )
    let largest = UInt64(Float.greatestFiniteMagnitude.bitPattern)
    #expect(ULPDistance.value(1, awayFrom: largest, upwards: true, format: format) == .infinity)
    let widest = UInt64.max
    #expect(
      ULPDistance.value(widest, awayFrom: 1 << 63, upwards: false, format: .binary64) == -.infinity
    )
  }
}
