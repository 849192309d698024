// SPDX-License-Identifier: MIT

import BNTensors
import Testing

@Suite("Shapes")
struct ShapeTests {
  @Test(
    "counts values per channel over all dimensions but 1",
    arguments: [
      ([4, 10], 10, 4), ([2, 3, 2, 2], 3, 8), ([5, 1, 7], 1, 35), ([0, 3], 3, 0), ([4, 0], 0, 4),
    ]
  )
  func valuesPerChannel(dimensions: [Int], channels: Int, values: Int) throws {
    let shape = try Shape(dimensions)
    #expect(shape.channels == channels)
    #expect(shape.valuesPerChannel == values)
  }

  @Test("is reversed only if it is another shape")
  func reversed() throws {
    #expect(try Shape([2, 3, 4]).isReversed(Shape([4, 3, 2])))
    #expect(try !Shape([2, 3, 4]).isReversed(Shape([4, 2, 3])))
    #expect(try !Shape([2, 3]).isReversed(Shape([3, 2, 1])))
    #expect(try !Shape([3, 3]).isReversed(Shape([3, 3])) && !Shape.scalar.isReversed(.scalar))
  }

  @Test("gives each offset its index and channel")
  func indices() throws {
    let shape = try Shape([2, 3, 4, 5])
    var offset = 0
    for n in 0..<2 {
      for c in 0..<3 {
        for h in 0..<4 {
          for w in 0..<5 {
            #expect(shape.index(ofOffset: offset) == [n, c, h, w])
            #expect(shape.channel(ofOffset: offset) == c)
            offset += 1
          }
        }
      }
    }
  }

  @Test(
    "refuses negative dimensions and counts that overflow",
    arguments: [
      [-1], [1 << 40, 1 << 40], [3, -2], [0, -1], [0, 3, 1 << 40, 1 << 40],
      [1 << 40, 1 << 40, 0],
    ]
  )
  func refusals(dimensions: [Int]) {
    #expect(throws: ShapeError.self) { try Shape(dimensions) }
  }

  @Test("a tensor must fill its shape")
  func fillsShape() throws {
    let shape = try Shape([2, 2])
    #expect(throws: TensorError.self) { try Tensor(shape: shape, storage: .float32([1, 2, 3])) }
    #expect(try Tensor(shape: shape, storage: .float32([1, 2, 3, 4])).count == 4)
    #expect(try Tensor(shape: Shape([0, 3]), storage: .float32([])).doubles.isEmpty)
  }
}
