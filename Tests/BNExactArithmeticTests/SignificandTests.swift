// SPDX-License-Identifier: MIT

import BigInt
import BNTestSupport
import BNTensors
import Testing

@testable import BNExactArithmetic

@Suite("Integers held short")
struct SignificandTests {
  /// Integers of every length around the one at which memory of their own is needed.
  private func integers(_ seed: UInt64) -> [BigInt] {
    var random = SplitMix64(seed: seed)
    let edges = [1, 63, 64, 126, 127, 128].flatMap { width -> [BigInt] in
      let power = BigInt(1) << width
      return [power, power - 1, power + 1]
    }
    let drawn = (0..<12).map { _ in
      let width = Int.random(in: 0...200, using: &random)
      return BigInt(BigUInt.randomInteger(withMaximumWidth: width, using: &random))
    }
    return (edges + drawn).flatMap { [$0, -$0] }
  }

  @Test("gives the integer that it was made of, and holds what fits without memory of its own")
  func roundTrip() {
    for integer in integers(1) {
      let held = Significand(integer)
      #expect(held.integer == integer)
      #expect(held.signum == (integer.isZero ? 0 : integer < 0 ? -1 : 1))
      #expect((-held).integer == -integer)
      if case .short = held {
        #expect(integer.magnitude.bitWidth <= 127)
      } else {
        #expect(integer.magnitude.bitWidth > 127)
      }
    }
  }

  @Test("adds, multiplies and shifts like integers of any size")
  func arithmetic() {
    let integers = integers(2)
    for left in integers {
      for right in integers {
        #expect((Significand(left) + Significand(right)).integer == left + right)
        #expect((Significand(left) * Significand(right)).integer == left * right)
      }
      for places in [0, 1, 5, 62, 63, 64, 100, 126, 127, 128, 1000] {
        #expect((Significand(left) << places).integer == left << places)
      }
    }
  }

  @Test("numbers keep their value without the zeros at their end")
  func trailingZeros() {
    for integer in integers(3) {
      for zeros in [0, 1, 64, 150, 300] {
        let number = Dyadic(integer << zeros, exponent: -zeros)
        #expect(number == Dyadic(integer))
        #expect(number.signum == Significand(integer).signum)
        #expect(number.magnitude == Dyadic(integer < 0 ? -integer : integer))
      }
    }
  }

  @Test("approximates within 2^-51")
  func approximation() {
    for integer in integers(4) {
      for exponent in [-300, -1, 0, 40] {
        let value = Dyadic(integer, exponent: exponent)
        guard let near = Dyadic(exactly: value.approximation) else { continue }
        let error = (near - value).magnitude
        #expect(!(value.magnitude < error * Dyadic(BigInt(1) << 51)))
      }
    }
  }
}
