// SPDX-License-Identifier: MIT

internal import Foundation
package import Tensors

extension Tensor {
  /// Whether every bit of another tensor is the same: shape, type and elements.
  package func isIdentical(to other: Tensor) -> Bool {
    guard shape == other.shape else { return false }
    switch (storage, other.storage) {
    case (.float16(let left), .float16(let right)): return Self.haveSameBytes(left, right)
    case (.bfloat16(let left), .bfloat16(let right)): return Self.haveSameBytes(left, right)
    case (.float32(let left), .float32(let right)): return Self.haveSameBytes(left, right)
    case (.float64(let left), .float64(let right)): return Self.haveSameBytes(left, right)
    case (.int64(let left), .int64(let right)): return Self.haveSameBytes(left, right)
    default: return false
    }
  }

  /// Compares memory; the elements of a tensor have no padding.
  private static func haveSameBytes<Element>(_ left: [Element], _ right: [Element]) -> Bool {
    left.withUnsafeBytes { left in
      right.withUnsafeBytes { right in
        guard left.count == right.count else { return false }
        guard let first = left.baseAddress, let second = right.baseAddress else { return true }
        return memcmp(first, second, left.count) == 0
      }
    }
  }
}
