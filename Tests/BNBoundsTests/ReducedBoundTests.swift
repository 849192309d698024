// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import BNTestSupport
import Testing

@Suite("Bound for 16-bit types")
struct ReducedBoundTests {
  @Test(
    "holds where 16-bit modules store their statistics in their own type",
    arguments: [ElementType.float16, .bfloat16]
  )
  func pure(type: ElementType) throws {
    let share = try worstShare(type, parameters: type, storage: type)
    #expect(share <= 1)
    #expect(share > 0.1)
  }

  @Test(
    "holds for float32 parameters, but refuses statistics stored in 16 bits there",
    arguments: [ElementType.float16, .bfloat16]
  )
  func mixed(type: ElementType) throws {
    #expect(try worstShare(type, parameters: .float32, storage: .float32) <= 1)
    #expect(try worstShare(type, parameters: .float32, storage: type) > 1)
  }

  @Test("computes float64 modules in binary64 and all others in binary32")
  func arithmetic() {
    let double = BoundArithmetic(parameterType: .float64, inputType: .float64)
    #expect(double.roundoff == 0x1p-53 && double.storageRoundoff == 0)
    let mixed = BoundArithmetic(parameterType: .float32, inputType: .bfloat16)
    #expect(mixed.roundoff == 0x1p-24 && mixed.storageRoundoff == 0)
    let half = BoundArithmetic(parameterType: .float16, inputType: .float16)
    #expect(half.roundoff == 0x1p-24 && half.storageRoundoff == 0x1p-11)
    #expect(half.storageSmallest == 0x1p-24)
  }

  /// The largest share of outputs whose mean and variance were rounded to a storage type.
  private func worstShare(
    _ input: ElementType,
    parameters: ElementType,
    storage: ElementType
  ) throws -> Double {
    let format = try #require(storage.format)
    func stored(_ value: Double) -> Double { format.double(fromBits: format.bits(rounding: value)) }
    var random = SplitMix64(seed: 31)
    var worst = 0.0
    for (offset, spread) in [(0.0, 1.0), (10, 1), (0, 1e-4), (3, 0.05)] {
      for n in [2, 5, 16, 64] {
        let values = (0..<n).map { _ in offset + spread * random.normal() }
        let shape = try Shape([n, 1])
        let x = try Tensor(shape: shape, storage: TensorStorage(input, rounding: values))
        let gathered = try #require(ChannelMajor(x))
        let batch = BatchStatistics(input: gathered)
        let forward = BoundedForward(
          input: x,
          weight: nil,
          bias: nil,
          eps: 1e-5,
          source: .batch(batch),
          arithmetic: BoundArithmetic(parameterType: parameters, inputType: input)
        )
        func output(_ mean: Double, _ variance: Double) throws -> Tensor {
          let scale = 1 / (variance + 1e-5).squareRoot()
          let outputs = x.doubles.map { ($0 - mean) * scale }
          return try Tensor(shape: shape, storage: TensorStorage(input, rounding: outputs))
        }
        let expected = try output(batch.mean[0], batch.variance[0])
        let actual = try output(stored(batch.mean[0]), stored(batch.variance[0]))
        let allowance = try #require(forward)
          .outputAllowance(expected: expected, depth: .valuesPerChannel)
        let values16 = try #require(allowance).values
        let comparison = TensorComparison(
          actual: actual,
          expected: expected,
          allowance: .each(values16)
        )
        worst = max(worst, try #require(comparison).maxShare.value)
      }
    }
    return worst
  }
}
