// SPDX-License-Identifier: MIT

import BNBounds
import BNGoldenCases
import BNTensors
import Testing

extension Tensor {
  /// A float32 vector.
  static func vector(_ values: [Float]) -> Tensor { Tensor(vector: .float32(values)) }

  /// A float32 tensor of rank 2 with one channel.
  static func column(_ values: [Float]) -> Tensor { float32([values.count, 1], values) }

  /// A float32 tensor; the tests give shapes that fit.
  static func float32(_ dimensions: [Int], _ values: [Float]) -> Tensor {
    guard let shape = try? Shape(dimensions),
      let tensor = try? Tensor(shape: shape, storage: .float32(values))
    else {
      Issue.record("\(values.count) values do not fill \(dimensions)")
      return Tensor(vector: .float32(values))
    }
    return tensor
  }

  /// The tensor with its first element moved by so many ULP.
  func moved(byULP places: Int) -> Tensor {
    guard case .float32(var values) = storage, !values.isEmpty else { return self }
    for _ in 0..<abs(places) { values[0] = places > 0 ? values[0].nextUp : values[0].nextDown }
    return Tensor.float32(shape.dimensions, values)
  }

  /// The tensor with every element multiplied.
  func scaled(by factor: Float) -> Tensor {
    guard case .float32(let values) = storage else { return self }
    return Tensor.float32(shape.dimensions, values.map { $0 * factor })
  }
}

extension CaseMetadata {
  /// Metadata of a required case.
  static func test(tolerance: String = "certified", depth: String = "n") throws -> CaseMetadata {
    CaseMetadata(
      title: "A test",
      rationale: "Shows what the judge does.",
      rules: [RuleID("R22"), RuleID("R23")].compactMap(\.self),
      level: .required,
      profile: .math,
      tags: ["test"],
      tolerance: try #require(ToleranceMode(tolerance)),
      boundDepth: try #require(BoundDepth(depth))
    )
  }
}
