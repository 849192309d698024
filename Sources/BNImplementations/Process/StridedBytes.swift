// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import BNTensors

/// The elements of a tensor in a buffer with other strides than row-major ones.
enum StridedBytes {
  /// The buffer; what lies between the elements has all bits set, which is a NaN.
  static func encode(_ tensor: Tensor, strides: [Int]) -> Data {
    let elements = [UInt8](TensorBytes.encode(tensor.storage))
    let width = tensor.elementType.byteCount
    let dimensions = tensor.shape.dimensions
    let last = zip(dimensions, strides).reduce(0) { $0 + ($1.0 - 1) * $1.1 }
    var buffer = [UInt8](repeating: 0xff, count: (last + 1) * width)
    var index = [Int](repeating: 0, count: dimensions.count)
    for offset in 0..<tensor.count {
      let place = zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }
      for byte in 0..<width { buffer[place * width + byte] = elements[offset * width + byte] }
      advance(&index, in: dimensions)
    }
    return Data(buffer)
  }

  private static func advance(_ index: inout [Int], in dimensions: [Int]) {
    for dimension in dimensions.indices.reversed() {
      index[dimension] += 1
      if index[dimension] < dimensions[dimension] { return }
      index[dimension] = 0
    }
  }
}
