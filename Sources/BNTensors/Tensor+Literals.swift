// SPDX-License-Identifier: MIT

extension Tensor {
  /// Creates a float32 tensor from its dimensions and its elements in row-major order.
  /// ```swift
  /// let x = try Tensor(shape: [2, 3], [1, 2, 3, 4, 5, 6])
  /// ```
  /// - Throws: ``ShapeError`` if the dimensions are no shape, ``TensorError`` if the number of elements is not
  ///   the shape's.
  public init(shape dimensions: [Int], _ values: [Float]) throws {
    try self.init(shape: Shape(dimensions), storage: .float32(values))
  }

  /// Creates a float64 tensor from its dimensions and its elements in row-major order.
  ///
  /// - Throws: ``ShapeError`` if the dimensions are no shape, ``TensorError`` if the number of elements is not
  ///   the shape's.
  public init(shape dimensions: [Int], _ values: [Double]) throws {
    try self.init(shape: Shape(dimensions), storage: .float64(values))
  }
}
