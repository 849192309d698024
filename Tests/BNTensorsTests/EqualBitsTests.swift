// SPDX-License-Identifier: MIT

import BNTensors
import Testing

@Suite("Tensors with the same bits")
struct EqualBitsTests {
  private let storages: [TensorStorage] = [
    .init(.float16, bits: [0, 0x8000, 0x7e00]), .init(.bfloat16, bits: [0, 0x8000, 0x7fc0]),
    .init(.float32, bits: [0, 0x8000_0000, 0x7fc0_0000]),
    .init(.float64, bits: [0, 1 << 63, 0x7ff8_0000_0000_0000]), .init(.int64, bits: [0, 1, 2]),
  ]

  @Test("equals itself, NaN included, and nothing else")
  func identity() {
    for (place, storage) in storages.enumerated() {
      let tensor = Tensor(vector: storage)
      for (other, twin) in storages.enumerated() {
        #expect(tensor.isIdentical(to: Tensor(vector: twin)) == (place == other))
      }
      for offset in 0..<3 {
        var bits = (0..<3).map { storage.bits(at: $0) }
        bits[offset] ^= 1
        let mutant = Tensor(vector: TensorStorage(storage.elementType, bits: bits))
        #expect(!tensor.isIdentical(to: mutant))
      }
    }
  }

  @Test("tells shapes apart, and zeros")
  func shapes() throws {
    let row = try Tensor(shape: Shape([1, 2]), storage: .float32([0, 1]))
    let column = try Tensor(shape: Shape([2, 1]), storage: .float32([0, 1]))
    #expect(row.isIdentical(to: row) && !row.isIdentical(to: column))
    let negative = try Tensor(shape: Shape([1, 2]), storage: .float32([-0.0, 1]))
    #expect(!row.isIdentical(to: negative))
    let empty = try Tensor(shape: Shape([0, 2]), storage: .float32([]))
    #expect(empty.isIdentical(to: empty))
  }
}
