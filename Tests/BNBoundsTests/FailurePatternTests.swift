// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import Testing

@Suite("Patterns of failures")
struct FailurePatternTests {
  private typealias Places = FailurePattern.Places

  private func pattern(
    _ dimensions: [Int],
    where fails: ([Int]) -> Bool
  ) throws -> FailurePattern? {
    let shape = try Shape(dimensions)
    let offsets = (0..<shape.count).filter { fails(shape.index(ofOffset: $0)) }
    return FailurePattern(failing: offsets, in: shape)
  }

  @Test("finds that all elements fail, and none in one element or where nothing fails")
  func whole() throws {
    #expect(try pattern([4, 3]) { _ in true }?.places.isEmpty == true)
    #expect(try pattern([1]) { _ in true } == nil)
    #expect(try pattern([4, 3]) { _ in false } == nil)
  }

  @Test("finds channels from one on, up to one, every second, and one alone")
  func channels() throws {
    func channels(_ fails: @escaping (Int) -> Bool) throws -> [Places]? {
      try pattern([2, 128, 3]) { fails($0[1]) }?.places
    }
    #expect(
      try channels { $0 >= 64 } == [Places(dimension: 1, first: 64, last: 127, step: 1, size: 128)]
    )
    #expect(
      try channels { $0 <= 63 } == [Places(dimension: 1, first: 0, last: 63, step: 1, size: 128)]
    )
    #expect(
      try channels { $0 % 2 == 1 }
        == [Places(dimension: 1, first: 1, last: 127, step: 2, size: 128)]
    )
    #expect(
      try channels { $0 == 5 } == [Places(dimension: 1, first: 5, last: 5, step: 1, size: 128)]
    )
    #expect(try channels { $0 == 5 || $0 == 77 || $0 == 80 } == nil)
    // Every second one, but not to the end.
    #expect(try channels { $0 % 2 == 1 && $0 < 99 } == nil)
  }

  @Test("takes the only dimension of a vector for the channels")
  func vector() throws {
    #expect(
      try pattern([6]) { $0[0] >= 4 }?.places
        == [Places(dimension: 0, first: 4, last: 5, step: 1, size: 6)]
    )
  }

  @Test("finds the last of each row, and both a channel's and a row's places")
  func rows() throws {
    let last = Places(dimension: 3, first: 4, last: 4, step: 1, size: 5)
    #expect(try pattern([2, 4, 3, 5]) { $0[3] == 4 }?.places == [last])
    let channels = Places(dimension: 1, first: 2, last: 3, step: 1, size: 4)
    #expect(try pattern([2, 4, 3, 5]) { $0[3] == 4 && $0[1] >= 2 }?.places == [channels, last])
  }

  @Test("names a region of which more than half fails, and none of which half does")
  func density() throws {
    // Channels 2 and 3 of 4, of 10 elements each.
    func region(_ failing: Int) throws -> FailurePattern? {
      try pattern([10, 4]) { $0[1] >= 2 && 2 * $0[0] + $0[1] - 2 < failing }
    }
    #expect(
      try region(11)?.places == [Places(dimension: 1, first: 2, last: 3, step: 1, size: 4)]
    )
    // Ten of twenty: the samples belong to it.
    let samples = Places(dimension: 0, first: 0, last: 4, step: 1, size: 10)
    let channels = Places(dimension: 1, first: 2, last: 3, step: 1, size: 4)
    #expect(try region(10)?.places == [channels, samples])
    #expect(try pattern([10, 4]) { $0 == [1, 2] || $0 == [8, 3] } == nil)
  }

  @Test("finds an end that is never written, and every so many elements")
  func order() throws {
    let shape = try Shape([7, 11, 40])
    let written = 1024
    let end = FailurePattern(failing: Array(written..<shape.count), in: shape)
    #expect(
      end?.places
        == [Places(dimension: nil, first: 1024, last: 3079, step: 1, size: 3080)]
    )
    let third = FailurePattern(failing: Array(stride(from: 2, to: 3080, by: 3)), in: shape)
    #expect(third?.places == [Places(dimension: nil, first: 2, last: 3077, step: 3, size: 3080)])
    // Fifteen that pass in front may be an accident, sixteen are taken for a pattern.
    #expect(FailurePattern(failing: Array(15..<3080), in: shape) == nil)
    #expect(FailurePattern(failing: Array(16..<3080), in: shape)?.places.first?.first == 16)
  }

  @Test("says nothing of scattered failures")
  func scattered() throws {
    let shape = try Shape([8, 6, 5])
    let offsets = (0..<shape.count).filter { ($0 * $0 + 7 * $0) % 23 < 3 }
    #expect(FailurePattern(failing: offsets, in: shape) == nil)
  }

  @Test("stands in the map of a comparison")
  func map() throws {
    let shape = try Shape([2, 4, 3])
    let expected = try Tensor(shape: shape, storage: .float32([Float](repeating: 1, count: 24)))
    var values = [Float](repeating: 1, count: 24)
    for offset in 0..<24 where shape.channel(ofOffset: offset) >= 2 { values[offset] = 0 }
    let actual = try Tensor(shape: shape, storage: .float32(values))
    let map = try #require(FailureMap(actual: actual, expected: expected, allowance: .exact))
    #expect(
      map.pattern?.places == [Places(dimension: 1, first: 2, last: 3, step: 1, size: 4)]
    )
  }
}
