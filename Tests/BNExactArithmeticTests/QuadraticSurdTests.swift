// SPDX-License-Identifier: MIT

import BigInt
import BNExactArithmetic
import BNTestSupport
import BNTensors
import Testing

@Suite("Rounding of exact numbers")
struct QuadraticSurdTests {
  @Test("a quotient of floats rounds as the processor's division", arguments: 0..<8)
  func quotient(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<300 {
      let a = Double(bitPattern: random.next())
      let b = Double(bitPattern: random.next()).magnitude
      guard a.isFinite, b.isFinite, b != 0, let divisor = Dyadic(exactly: b) else { continue }
      let surd = QuadraticSurd(rational: ExactReal(a), denominator: divisor)
      #expect(surd.rounded(to: .binary64) == (a / b).bitPattern, "\(a)/\(b)")
    }
  }

  @Test(
    "a quotient rounds by division as it does by comparison",
    arguments: [FloatFormat.binary16, .bfloat16, .binary32, .binary64]
  )
  func division(format: FloatFormat) {
    var random = SplitMix64(seed: UInt64(format.bitWidth + format.precision))
    let largest = format.minimumExponent + (1 << format.exponentBits)
    let limits = format.minimumExponent - 3...largest + 3
    for round in 0..<3000 {
      // Every magnitude, subnormal and too large ones included, and midpoints with a bit beside them.
      let exponent = Int.random(in: limits, using: &random)
      let width = round % 3 == 0 ? format.precision + 1 : Int.random(in: 1...60, using: &random)
      let beside = round % 3 == 0 ? Int.random(in: -1...1, using: &random) : 0
      let significand = Int(truncatingIfNeeded: random.next() >> UInt64(64 - width)) | 1
      let divisor = Int.random(in: 1...(round % 2 == 0 ? 9 : 1 << 59), using: &random)
      let number =
        Dyadic(BigInt(significand), exponent: exponent) * Dyadic(divisor)
        + Dyadic(BigInt(beside), exponent: exponent - 20)
      let denominator = round % 5 == 0 ? Dyadic(BigInt(divisor), exponent: 3) : Dyadic(divisor)
      let divided = QuadraticSurd(rational: .finite(number), denominator: denominator)
      // The same number over √1, which is no quotient.
      let compared = QuadraticSurd(irrational: .finite(number), denominator: denominator)
      #expect(divided.rounded(to: format) == compared.rounded(to: format))
      let negative = QuadraticSurd(rational: .finite(-number), denominator: denominator)
      let bits = divided.rounded(to: format)
      #expect(negative.rounded(to: format) == (number.isZero ? 0 : bits | format.signMask))
    }
  }

  @Test("a product and sum round as the processor's fused multiply-add", arguments: 0..<8)
  func fusedMultiplyAdd(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<300 {
      let a = Float.random(in: -100...100, using: &random)
      let b = Float.random(in: -1...1, using: &random)
      let c = -(a * b)  // cancels to the rounding error of the product
      let surd = QuadraticSurd(
        rational: ExactReal(Double(a)) * ExactReal(Double(b)) + ExactReal(Double(c))
      )
      let expected = c.addingProduct(a, b)
      #expect(surd.rounded(to: .binary32) == UInt64((expected == 0 ? 0 : expected).bitPattern))
    }
  }

  @Test("a root rounds as the processor's square root", arguments: 0..<8)
  func root(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<300 {
      let d = Double(bitPattern: random.next()).magnitude
      guard d.isFinite, d != 0 else { continue }
      // d/√d = √d
      let surd = QuadraticSurd(irrational: ExactReal(d), radicand: ExactReal(d))
      #expect(surd.rounded(to: .binary64) == d.squareRoot().bitPattern)
    }
  }

  @Test("a true tie goes to the even neighbour, a hair beside it does not")
  func ties() {
    let one = ExactReal(1.0)
    let halfStep = ExactReal(0x1p-24)
    func bits(_ value: ExactReal) -> UInt64 {
      QuadraticSurd(irrational: value * ExactReal(3.0), radicand: ExactReal(9.0))
        .rounded(to: .binary32)
    }
    #expect(bits(one + halfStep) == UInt64(Float(1).bitPattern))
    #expect(bits(one + halfStep + ExactReal(0x1p-1000)) == UInt64(Float(1).nextUp.bitPattern))
    #expect(bits(one + ExactReal(0x1.8p-23)) == UInt64(Float(1).nextUp.nextUp.bitPattern))
    #expect(
      bits(one + ExactReal(0x1.8p-23) - ExactReal(0x1p-1000))
        == UInt64(Float(1).nextUp.bitPattern)
    )
  }

  @Test("cancellation between the two parts is decided exactly")
  func cancellation() {
    // 2^60 + 1 − √(2^120 + 2^61 + 1 − 2): a difference of about 2^-60.
    let a = ExactReal(0x1p60) + .one
    let d = a * a - ExactReal(2.0)
    let surd = QuadraticSurd(rational: a, irrational: -d, radicand: d)
    let value = Double(bitPattern: surd.rounded(to: .binary64))
    #expect(value == 0x1p-60)
    let zero = QuadraticSurd(rational: a, irrational: -(a * a), radicand: a * a)
    #expect(zero.rounded(to: .binary64) == 0)
  }

  @Test("overflow, underflow and zero have the right sign")
  func extremes() {
    let limit = Double(Float.greatestFiniteMagnitude) + 0x1p103
    func bits(_ value: Double) -> UInt64 {
      QuadraticSurd(rational: ExactReal(value)).rounded(to: .binary32)
    }
    #expect(bits(limit) == UInt64(Float.infinity.bitPattern))
    #expect(bits(limit.nextDown) == UInt64(Float.greatestFiniteMagnitude.bitPattern))
    #expect(bits(-limit) == UInt64((-Float.infinity).bitPattern))
    #expect(bits(0x1p-150) == 0)
    #expect(bits((0x1p-150).nextUp) == 1)
    #expect(bits(-0x1p-160) == 0x8000_0000)
    #expect(bits(-0.0) == 0)
  }

  @Test(
    "special values follow the rules of IEEE 754",
    arguments: [
      (1.0, 2.0, 0.0, Double.infinity), (1, -2, 0, -.infinity), (1, 0, 0, .nan),
      (1, 2, .infinity, 1), (1, .infinity, .infinity, .nan), (1, 2, -1, .nan), (1, 2, .nan, .nan),
      (.infinity, 1, 4, .infinity), (.infinity, -.infinity, 4, .nan), (.nan, 1, 4, .nan),
    ]
  )
  func specials(p: Double, q: Double, d: Double, expected: Double) {
    let surd = QuadraticSurd(
      rational: ExactReal(p),
      irrational: ExactReal(q),
      radicand: ExactReal(d)
    )
    let value = Double(bitPattern: surd.rounded(to: .binary64))
    #expect(value == expected || (value.isNaN && expected.isNaN))
  }
}
