// SPDX-License-Identifier: MIT

/// A dense tensor in row-major order.
public struct Tensor: Equatable, Sendable {
  /// The dimensions.
  public let shape: Shape
  /// The elements.
  public let storage: TensorStorage

  /// Creates a tensor from its elements.
  ///
  /// - Throws: ``TensorError`` if the number of elements is not the shape's.
  public init(shape: Shape, storage: TensorStorage) throws(TensorError) {
    guard shape.count == storage.count else {
      throw TensorError(shape: shape, count: storage.count)
    }
    self.shape = shape
    self.storage = storage
  }

  /// Creates a vector from its elements.
  public init(vector storage: TensorStorage) {
    shape = .vector(storage.count)
    self.storage = storage
  }

  /// Creates an int64 scalar, the form of `num_batches_tracked` (R3).
  public init(scalar value: Int64) {
    shape = .scalar
    storage = .int64([value])
  }

  /// The type of the elements.
  public var elementType: ElementType { storage.elementType }
  /// The number of elements.
  public var count: Int { shape.count }

  /// Whether every bit of another tensor is the same: shape, type and elements.
  public func isIdentical(to other: Tensor) -> Bool {
    shape == other.shape && storage.hasSameBits(as: other.storage)
  }

  /// The bit pattern of the element at a row-major offset, zero-extended.
  public func bits(at offset: Int) -> UInt64 { storage.bits(at: offset) }

  /// The value of the element at a row-major offset.
  ///
  /// Exact for the floating-point types; int64 values beyond 2^53 are rounded.
  public func double(at offset: Int) -> Double { storage.double(at: offset) }

  /// All values, exact for the floating-point types.
  public var doubles: [Double] { (0..<count).map(double(at:)) }

  /// The only element of an int64 scalar, or nil for any other tensor.
  public var int64Scalar: Int64? {
    guard case .int64(let values) = storage, shape.rank == 0 else { return nil }
    return values.first
  }
}

/// Elements that do not fill their shape.
public struct TensorError: Error, Equatable, CustomStringConvertible {
  /// The shape asked for.
  public let shape: Shape
  /// The number of elements given.
  public let count: Int

  /// One line for people.
  public var description: String { "\(count) elements do not fill shape \(shape)" }
}
