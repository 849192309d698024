// SPDX-License-Identifier: MIT

internal import BNTensors

/// How the elements of an input lie in memory, beyond row-major order without gaps.
///
/// The result of a BatchNorm depends on the values, not on where they lie (R20).
public enum InputLayout: String, CaseIterable, Codable, Sendable {
  /// The channels of a position side by side: N, positions, C.
  case channelsLast = "channels_last"
  /// Every second element of a buffer; what lies between is NaN.
  case strided

  /// The distance between neighbours of each dimension, in elements; nil where the layout is
  /// row-major order itself or the tensor has no channels.
  func strides(of shape: Shape) -> [Int]? {
    let dimensions = shape.dimensions
    guard dimensions.count >= 2, shape.count > 1 else { return nil }
    switch self {
    case .channelsLast:
      guard dimensions.count >= 3 else { return nil }
      var order = Array(dimensions.indices)
      order.append(order.remove(at: 1))
      return Self.strides(of: dimensions, order: order, innermost: 1)
    case .strided:
      return Self.strides(of: dimensions, order: Array(dimensions.indices), innermost: 2)
    }
  }

  private static func strides(of dimensions: [Int], order: [Int], innermost: Int) -> [Int] {
    var strides = [Int](repeating: 0, count: dimensions.count)
    var stride = innermost
    for dimension in order.reversed() {
      strides[dimension] = stride
      stride *= dimensions[dimension]
    }
    return strides
  }
}
