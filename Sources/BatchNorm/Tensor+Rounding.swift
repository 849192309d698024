// SPDX-License-Identifier: MIT

import BNExactArithmetic
package import BNTensors

extension Tensor {
  /// The bit pattern of an exact number in this tensor's element type, rounded once.
  func round(_ value: QuadraticSurd) -> UInt64 {
    value.rounded(to: elementType.format ?? .binary64)
  }

  /// A tensor of the same shape and type with other bits; as many as there are elements.
  package func replacing(bits: [UInt64]) -> Tensor {
    let storage = TensorStorage(elementType, bits: bits)
    return (try? Tensor(shape: shape, storage: storage)) ?? self
  }
}
