// SPDX-License-Identifier: MIT

import BNTensors
import BNTestSupport
import Testing

@Suite("Floating-point formats")
struct FloatFormatTests {
  @Test("rounds binary64 to binary32 as the processor does", arguments: 0..<20)
  func matchesHardware(seed: UInt64) {
    var state = SplitMix64(seed: seed)
    for _ in 0..<2_000 {
      let value = Double(bitPattern: state.next())
      guard !value.isNaN else { continue }
      let narrow = Double(Float(value))
      #expect(FloatFormat.binary32.bits(rounding: value) == UInt64(Float(value).bitPattern))
      #expect(FloatFormat.binary32.double(fromBits: UInt64(Float(value).bitPattern)) == narrow)
    }
  }

  @Test("rounds near the edges of binary32: overflow, subnormals, ties")
  func edges() {
    let largest = Double(Float.greatestFiniteMagnitude)
    let halfStep = 0x1p103
    for value in [
      largest, largest + halfStep, (largest + halfStep).nextDown, 0x1p-149, 0x1p-150,
      (0x1p-150).nextUp, 0x1.8p-149, 0x1p-126, (0x1p-126).nextDown, 16_777_217, 16_777_219,
      -0.0, 0.0, -0x1p-151, .infinity, -.infinity,
    ] {
      #expect(
        FloatFormat.binary32.bits(rounding: value) == UInt64(Float(value).bitPattern),
        "\(value)"
      )
    }
  }

  @Test(
    "every 16-bit pattern survives the way through binary64",
    arguments: [
      FloatFormat.binary16, .bfloat16,
    ]
  )
  func sixteenBitsRoundTrip(format: FloatFormat) {
    for bits in UInt64(0)...0xffff where bits & 0x7fff <= format.infinityBits {
      #expect(format.bits(rounding: format.double(fromBits: bits)) == bits)
    }
  }

  @Test(
    "midpoints of binary16 and bfloat16 go to the even neighbour",
    arguments: [
      FloatFormat.binary16, .bfloat16,
    ]
  )
  func tiesToEven(format: FloatFormat) {
    for bits in stride(from: UInt64(0), to: format.infinityBits - 1, by: 7) {
      let low = format.double(fromBits: bits)
      let high = format.double(fromBits: bits + 1)
      let even = bits & 1 == 0 ? bits : bits + 1
      let middle = low + (high - low) / 2
      #expect(format.bits(rounding: middle) == even)
      #expect(format.bits(rounding: middle.nextDown) == bits)
      #expect(format.bits(rounding: middle.nextUp) == bits + 1)
    }
  }

  @Test("knows the figures of its types")
  func figures() {
    #expect(FloatFormat.binary32.unitRoundoff == 0x1p-24)
    #expect(FloatFormat.binary32.largestFinite == Double(Float.greatestFiniteMagnitude))
    #expect(FloatFormat.binary32.smallestSubnormal == Double(Float.leastNonzeroMagnitude))
    #expect(FloatFormat.binary16.largestFinite == 65_504)
    #expect(FloatFormat.bfloat16.smallestSubnormal == 0x1p-133)
  }
}
