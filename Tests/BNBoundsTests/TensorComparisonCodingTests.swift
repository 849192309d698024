// SPDX-License-Identifier: MIT

import BNBounds
import Foundation
import BNTensors
import Testing

@Suite("Comparisons in run files")
struct TensorComparisonCodingTests {
  private func comparison(_ actual: [Float], _ expected: [Float]) throws -> TensorComparison {
    let rule = try #require(AllowanceRule(.ulp(2), type: .float32))
    return try #require(
      TensorComparison(
        actual: Tensor(vector: .float32(actual)),
        expected: Tensor(vector: .float32(expected)),
        allowance: rule
      )
    )
  }

  @Test(
    "are read back as they were written",
    arguments: [[], [1], [1, 2, .nan], [3, -.infinity, 5], [0, -0.0, 0x1p-140]] as [[Float]]
  )
  func roundTrip(actual: [Float]) throws {
    for expected in [actual, actual.map { $0 + 1 }, actual.map { $0.nextUp }] {
      let comparison = try comparison(actual, expected)
      let data = try JSONEncoder().encode(comparison)
      let read = try JSONDecoder().decode(TensorComparison.self, from: data)
      #expect("\(read)" == "\(comparison)")
    }
  }

  @Test("say of exact tensors no more than the worst element and the count")
  func compact() throws {
    var exact = try comparison([1, 2, 3], [1, 2, 3])
    exact.worst = nil
    let data = try JSONEncoder().encode(exact)
    #expect(String(decoding: data, as: UTF8.self) == #"{"count":3}"#)
  }
}
