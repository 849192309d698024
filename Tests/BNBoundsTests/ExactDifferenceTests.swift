// SPDX-License-Identifier: MIT

import BNBounds
import Testing

@Suite("Exact difference")
struct ExactDifferenceTests {
  @Test("decides beside an allowance that the rounded difference equals")
  func tie() {
    // 1 + 2^-60 rounds to 1, so only the rest tells the difference from 1.
    let tiny = Double(sign: .plus, exponent: -60, significand: 1)
    let above = ExactDifference(1, -tiny)
    let below = ExactDifference(1, tiny)
    #expect(above.rounded == 1 && below.rounded == 1)
    #expect(!above.isWithin(1))
    #expect(above.isWithin(1.0.nextUp))
    #expect(below.isWithin(1))
    #expect(!below.isWithin(1.0.nextDown))
  }

  @Test("is symmetric", arguments: [(1.0, 3.0), (-2, 5), (1e300, -1e-300), (0, 0), (1, 1e17)])
  func symmetry(left: Double, right: Double) {
    #expect(ExactDifference(left, right) == ExactDifference(right, left))
    let mirrored = ExactDifference(-left, -right)
    #expect(mirrored == ExactDifference(left, right))
  }

  @Test("knows that an overflowing difference lies beyond every finite allowance")
  func overflow() {
    let largest = Double.greatestFiniteMagnitude
    let difference = ExactDifference(largest, -largest)
    #expect(!difference.isWithin(largest))
    #expect(difference.isWithin(.infinity))
  }

  @Test("accepts zero under a zero allowance and nothing else")
  func zero() {
    #expect(ExactDifference(2, 2).isWithin(0))
    #expect(!ExactDifference(0, .leastNonzeroMagnitude).isWithin(0))
  }
}
