// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import Testing

@Suite("Depth search")
struct DepthSearchTests {
  private let x: [Float] = (0..<64).map { 20 + Float(($0 * 29) % 64) / 8 }

  /// The exact output, rounded once.
  private func output() throws -> [Float] {
    let batch = try batchStatistics(x)
    let scale = 1 / (batch.variance[0] + 1e-5).squareRoot()
    return x.map { Float((Double($0) - batch.mean[0]) * scale) }
  }

  /// The depth that changed numbers need.
  private func needed(_ change: (inout [Float]) -> Void) throws -> Int? {
    let forward = try columnForward(x)
    var output = try output()
    let expected = try column(output)
    change(&output)
    return DepthSearch.smallestDepth(actual: try column(output), expected: expected) {
      forward.outputAllowance(expected: expected, depth: $0)
    }
  }

  @Test("finds 0 for the expected bits")
  func exact() throws {
    #expect(try needed { _ in } == 0)
  }

  @Test(
    "finds the depth below which the tensor fails",
    arguments: [1e-6, 1e-5, 1e-4, 1e-2] as [Float]
  )
  func smallest(error: Float) throws {
    let forward = try columnForward(x)
    let output = try output()
    let (expected, actual) = (try column(output), try column(output.map { $0 + error }))
    func outside(_ depth: Int) throws -> Int {
      let allowance = forward.outputAllowance(expected: expected, depth: .fixed(depth))
      let values = try #require(allowance).values
      let comparison = TensorComparison(
        actual: actual,
        expected: expected,
        allowance: .each(values)
      )
      return try #require(comparison).outOfTolerance
    }
    let depth = try #require(
      DepthSearch.smallestDepth(actual: actual, expected: expected) {
        forward.outputAllowance(expected: expected, depth: $0)
      }
    )
    #expect(try outside(depth) == 0)
    if depth > 0 { #expect(try outside(depth - 1) > 0) }
  }

  @Test("finds none for a NaN or for numbers beyond every informed allowance")
  func none() throws {
    #expect(try needed { $0[3] = .nan } == nil)
    #expect(try needed { $0[3] = 1e30 } == nil)
  }
}
