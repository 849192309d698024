// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import Testing

@Suite("Maps of failures")
struct FailureMapTests {
  @Test("shows which channels are off, and by what factor")
  func channels() throws {
    let expected = Tensor(vector: .float32([1, 2, 4]))
    let actual = Tensor(vector: .float32([1, 1.5, 4.0001]))
    let map = try #require(
      FailureMap(
        actual: actual,
        expected: expected,
        allowance: .allclose(relative: 0, absolute: 0.001)
      )
    )
    #expect(map.rows == [".", "3", "o"])
    #expect(map.factors == [1, 0.75, 1.00003])
    #expect(map.channels == 3 && map.positions == 1)
  }

  @Test("takes neighbours of large tensors together, and keeps the worst")
  func large() throws {
    let shape = try Shape([3, 50, 40])
    var values = [Float](repeating: 1, count: shape.count)
    let expected = try Tensor(shape: shape, storage: .float32(values))
    // Channel 49, the last position.
    values[shape.count - 1] = .nan
    let actual = try Tensor(shape: shape, storage: .float32(values))
    let map = try #require(FailureMap(actual: actual, expected: expected, allowance: .exact))
    #expect(map.rows.count == 12 && map.rows.allSatisfy { $0.count == 12 })
    #expect(map.rows.joined().filter { $0 == "x" }.count == 1)
    #expect(map.rows.last?.last == "x")
    #expect(map.factors.last == .some(nil) && map.factors.first == .some(1))
    #expect(map.channels == 50 && map.positions == 120)
  }

  @Test("is left out for what cannot be compared or is empty")
  func none() throws {
    let three = Tensor(vector: .float32([1, 2, 3]))
    let empty = Tensor(vector: .float32([]))
    #expect(
      FailureMap(actual: three, expected: Tensor(vector: .float32([1, 2])), allowance: .exact)
        == nil
    )
    #expect(FailureMap(actual: empty, expected: empty, allowance: .exact) == nil)
  }
}
