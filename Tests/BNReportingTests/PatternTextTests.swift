// SPDX-License-Identifier: MIT

import BNDiagnosis
import BNBounds
import BNTensors
import Testing

@testable import BNReporting

@Suite("Patterns of failures in words")
struct PatternTextTests {
  private func text(_ dimensions: [Int], where fails: ([Int]) -> Bool) throws -> String? {
    let shape = try Shape(dimensions)
    let offsets = (0..<shape.count).filter { fails(shape.index(ofOffset: $0)) }
    return FailurePattern(failing: offsets, in: shape).map { PatternText.text($0, in: shape) }
  }

  @Test("name channels, rows and elements as one would")
  func words() throws {
    #expect(try text([2, 128, 3]) { _ in true } == "all elements")
    #expect(try text([2, 128, 3]) { $0[1] >= 64 } == "only channels ≥ 64")
    #expect(try text([2, 128, 3]) { $0[1] <= 63 } == "only channels ≤ 63")
    #expect(try text([2, 128, 3]) { $0[1] == 7 } == "only channel 7")
    #expect(try text([2, 128, 3]) { $0[1] % 2 == 0 } == "only even channels")
    #expect(try text([2, 128, 3]) { $0[1] % 4 == 3 } == "only every 4th channel from 3")
    #expect(try text([6]) { $0[0] == 2 || $0[0] == 3 } == "only channels 2–3")
    #expect(try text([9, 4]) { $0[0] >= 5 } == "only samples ≥ 5")
    #expect(try text([2, 3, 4, 5]) { $0[3] == 4 } == "only the last element of each row")
    #expect(try text([2, 3, 4, 5]) { $0[2] == 0 } == "only the first row of each channel")
    #expect(try text([2, 3, 4, 4, 5]) { $0[3] == 3 } == "only the last row of each plane")
    #expect(try text([2, 3, 7]) { $0[2] == 6 } == "only the last element of each channel")
    #expect(
      try text([2, 4, 3, 5]) { $0[3] == 4 && $0[1] >= 2 }
        == "only channels ≥ 2, the last element of each row"
    )
  }

  @Test("name what the order of elements in memory has in common")
  func order() throws {
    let shape = try Shape([7, 11, 41])
    func text(_ offsets: some Sequence<Int>) -> String? {
      FailurePattern(failing: Array(offsets), in: shape).map { PatternText.text($0, in: shape) }
    }
    #expect(
      text(1024..<3157) == "only the elements from number 1024 on, counted from 0 in memory order"
    )
    #expect(text(0..<1024) == "only the first 1024 elements in memory order")
    #expect(
      text(stride(from: 1, to: 3157, by: 2))
        == "only every second element in memory order, from element 1"
    )
  }
}
