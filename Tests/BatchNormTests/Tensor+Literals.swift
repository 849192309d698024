// SPDX-License-Identifier: MIT

import BNTensors

/// A float32 tensor from values, row-major.
func float32(_ values: [Float], _ dimensions: [Int]) throws -> Tensor {
  try Tensor(shape: Shape(dimensions), storage: .float32(values))
}

/// A float32 vector.
func float32(_ values: Float...) -> Tensor { Tensor(vector: .float32(values)) }

extension Tensor {
  /// The elements of a float32 tensor.
  var floats: [Float] { doubles.map { Float($0) } }
}
