// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import BNTestSupport
import Testing

@testable import BNReporting

@Suite("Numbers as text")
struct NumberTextTests {
  @Test("gives the shortest text that is read as the same float32")
  func float32() throws {
    var generator = SplitMix64(seed: 7)
    for _ in 0..<2000 {
      let value = Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &generator))
      guard value.isFinite else { continue }
      let bits = UInt64(value.bitPattern)
      let number = ReportedNumber(value: Double(value), bits: bits, bitWidth: 32)
      let text = NumberText.shortest(number, type: .float32)
      #expect(Float(text) == value)
    }
    let tenth = ReportedNumber(value: Double(Float(0.1)), bits: 0, bitWidth: 32)
    #expect(NumberText.shortest(tenth, type: .float32) == "0.1")
  }

  @Test("gives texts that are read as the same number in the two narrow types")
  func narrow() {
    for bits in stride(from: UInt16(0), to: .max, by: 7) {
      let half = Half(bitPattern: bits)
      if Double(half).isFinite {
        let number = ReportedNumber(value: Double(half), bits: UInt64(bits), bitWidth: 16)
        let text = NumberText.shortest(number, type: .float16)
        #expect(Double(text).map { Half($0).bitPattern } == bits)
        #expect(text.count <= 12)
      }
      let brain = BFloat16(bitPattern: bits)
      if Double(brain).isFinite {
        let number = ReportedNumber(value: Double(brain), bits: UInt64(bits), bitWidth: 16)
        let text = NumberText.shortest(number, type: .bfloat16)
        #expect(Double(text).map { BFloat16($0).bitPattern } == bits)
      }
    }
  }

  @Test("names what is no number")
  func special() {
    let nan = ReportedNumber(value: .nan, bits: 0x7fc0_0000, bitWidth: 32)
    #expect(NumberText.shortest(nan, type: .float32) == "NaN")
    let infinite = ReportedNumber(value: -.infinity, bits: 0xff80_0000, bitWidth: 32)
    #expect(NumberText.shortest(infinite, type: .float32) == "-inf")
    let large = ReportedNumber(value: 9e18, bits: UInt64(bitPattern: .max - 1), bitWidth: 64)
    #expect(NumberText.shortest(large, type: .int64) == "9223372036854775806")
  }

  @Test("gives figures in two or three digits")
  func figures() {
    let figures: [(Double, String)] = [
      (0, "0"), (0.314, "0.31"), (1.7, "1.7"), (1, "1"), (12.34, "12.3"), (841.2, "841"),
      (9999.4, "9999"), (14_886_536, "1.5e7"), (0.00042, "4.2e-4"), (.infinity, "∞"),
      (.nan, "NaN"), (9999.6, "1.0e4"), (-3.1e300, "-3.1e300"),
    ]
    for (value, text) in figures { #expect(NumberText.figure(value) == text) }
  }

  @Test("never shows a share above 1 as 1, which would pass")
  func edge() {
    #expect(NumberText.figure(1) == "1")
    #expect(NumberText.figure(1.0.nextUp) == "1.01")
    #expect(NumberText.figure(1.04) == "1.01")
    #expect(NumberText.figure(1.06) == "1.1")
    #expect(NumberText.figure(0.96) == "0.96")
  }

  @Test("gives times and shares")
  func others() {
    #expect(NumberText.time(milliseconds: 0.42) == "0.4 ms")
    #expect(NumberText.time(milliseconds: 42.3) == "42 ms")
    #expect(NumberText.time(milliseconds: 3412) == "3.41 s")
    #expect(NumberText.distance(9_999_999) == "9999999 ULP")
    #expect(NumberText.distance(2_113_085_440) == "2.1e9 ULP")
    #expect(NumberText.depth(13) == "13")
    #expect(NumberText.depth(2.46) == "2.5")
    #expect(NumberText.percent(5, of: 96) == "5.21 %")
    #expect(NumberText.percent(0, of: 0) == "0 %")
  }
}
