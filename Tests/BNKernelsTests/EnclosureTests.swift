// SPDX-License-Identifier: MIT

import Testing

@testable import BNKernels

@Suite("Enclosures")
struct EnclosureTests {
  private func float(_ high: Double, _ low: Double, error: Double) -> Float? {
    Enclosure(middle: DoubleDouble(high: high, low: low), error: error).float
  }

  @Test("round a midpoint by the sign of the rest, and not within the error")
  func midpoint() {
    let middle = 1 + 0x1p-24
    #expect(float(middle, 0x1p-90, error: 0x1p-95) == 1 + Float.ulpOfOne)
    #expect(float(middle, -0x1p-90, error: 0x1p-95) == 1)
    #expect(float(-middle, -0x1p-90, error: 0x1p-95) == -1 - Float.ulpOfOne)
    #expect(float(-middle, 0x1p-90, error: 0x1p-95) == -1)
    #expect(float(middle, 0x1p-95, error: 0x1p-95) == nil)
    #expect(float(middle, 0, error: 0) == nil)
    let odd = 1 + 3 * 0x1p-24
    #expect(float(odd, -0x1p-90, error: 0x1p-95) == 1 + Float.ulpOfOne)
    #expect(float(odd, 0x1p-90, error: 0x1p-95) == 1 + 2 * Float.ulpOfOne)
  }

  @Test("beside a midpoint need no sign")
  func besideMidpoint() {
    let above = (1 + 0x1p-24).nextUp
    let below = (1 + 0x1p-24).nextDown
    #expect(float(above, -0x1p-53, error: 0x1p-95) == 1 + Float.ulpOfOne)
    #expect(float(below, 0x1p-54, error: 0x1p-95) == 1)
  }

  @Test("of subnormal results round at their own midpoints")
  func subnormal() {
    #expect(float(0x1p-150, 0x1p-240, error: 0x1p-250) == 0x1p-149)
    #expect(float(0x1p-150, -0x1p-240, error: 0x1p-250) == 0)
    #expect(float(0x1.8p-149, -0x1p-240, error: 0x1p-250) == 0x1p-149)
    #expect(float(-0x1p-200, 0, error: 0x1p-300)?.bitPattern == Float(-0.0).bitPattern)
  }

  @Test("of what may be zero or overflow are left to exact numbers")
  func ends() {
    #expect(float(0, 0, error: 0) == nil)
    #expect(float(0x1p-100, 0, error: 0x1p-100) == nil)
    #expect(float(0, 0, error: 0x1p-300) == nil)
    #expect(float(0x1.ffffffp127, 0, error: 0) == nil)
    #expect(float(0x1.fffffcp127, 0, error: 0) == 0x1.fffffcp127)
  }

  @Test("as wide as a float32 has bits below it are decided where both ends round alike")
  func wide() {
    let middle = 1 + 0x1p-24
    #expect(float(1, 0, error: 0x1.fp-26) == 1)
    #expect(float(1, 0, error: 0x1.1p-25) == nil)
    #expect(float(middle + 0x1p-40, 0, error: 0x1.fp-41) == 1 + Float.ulpOfOne)
    #expect(float(middle + 0x1p-40, 0, error: 0x1.1p-40) == nil)
    #expect(float(-middle - 0x1p-40, 0, error: 0x1.fp-41) == -1 - Float.ulpOfOne)
    #expect(float(0x1p-149, 0, error: 0x1p-160) == 0x1p-149)
  }

  @Test("round to binary64 where both ends do")
  func double() {
    func double(_ high: Double, _ low: Double, _ error: Double) -> Double? {
      Enclosure(middle: DoubleDouble(high: high, low: low), error: error).double
    }
    #expect(double(1, 0x1p-60, 0x1p-90) == 1)
    #expect(double(1, 0x1p-53, 0x1p-90) == nil)
    #expect(double(1, 0x1p-53 - 0x1p-80, 0x1p-90) == 1)
  }
}
