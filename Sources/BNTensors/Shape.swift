// SPDX-License-Identifier: MIT

/// The dimensions of a tensor, outermost first; the last index runs fastest.
///
/// A rank-0 shape has one element; a dimension may be 0 (R13).
public struct Shape: Hashable, Sendable {
  /// The dimensions.
  public let dimensions: [Int]
  /// The number of elements: the product of the dimensions.
  public let count: Int

  /// The number of dimensions.
  public var rank: Int { dimensions.count }

  /// Creates a shape.
  ///
  /// - Throws: ``ShapeError`` if a dimension is negative or the element count overflows, for an empty
  ///   shape the count without its zeros: strides are products of some dimensions only.
  public init(_ dimensions: [Int]) throws(ShapeError) {
    var extent = 1
    for dimension in dimensions {
      let (product, overflow) = extent.multipliedReportingOverflow(by: max(dimension, 1))
      guard dimension >= 0, !overflow else { throw ShapeError(dimensions: dimensions) }
      extent = product
    }
    self.dimensions = dimensions
    count = dimensions.contains(0) ? 0 : extent
  }

  private init(unchecked dimensions: [Int], count: Int) {
    self.dimensions = dimensions
    self.count = count
  }

  /// The shape of a single number.
  public static let scalar = Shape(unchecked: [], count: 1)

  /// The shape of a vector.
  ///
  /// A negative number of elements counts as 0.
  public static func vector(_ count: Int) -> Shape {
    Shape(unchecked: [max(count, 0)], count: max(count, 0))
  }

  /// Whether these are the dimensions of another shape in reverse order, and not equal to it.
  public func isReversed(_ other: Shape) -> Bool {
    self != other && dimensions == other.dimensions.reversed()
  }

  /// The channel count: dimension 1 (R20), or nil below rank 2.
  public var channels: Int? { rank >= 2 ? dimensions[1] : nil }

  /// The number of elements of one channel of one sample: the product of the dimensions after 1.
  public var channelStride: Int { dimensions.dropFirst(2).reduce(1, *) }

  /// The number n of values per channel: every dimension but dimension 1 (R20).
  public var valuesPerChannel: Int { rank >= 2 ? dimensions[0] * channelStride : 0 }

  /// The channel that holds the element at a row-major offset (R20).
  public func channel(ofOffset offset: Int) -> Int {
    guard rank >= 2, count > 0 else { return rank == 1 ? offset : 0 }
    return (offset / channelStride) % dimensions[1]
  }

  /// The multi-index of a row-major offset.
  public func index(ofOffset offset: Int) -> [Int] {
    var rest = offset
    var index = [Int](repeating: 0, count: rank)
    for axis in dimensions.indices.reversed() where dimensions[axis] > 0 {
      index[axis] = rest % dimensions[axis]
      rest /= dimensions[axis]
    }
    return index
  }
}

extension Shape: CustomStringConvertible {
  /// The dimensions in brackets, such as `[2,3,4,4]`.
  public var description: String { "[" + dimensions.map(String.init).joined(separator: ",") + "]" }
}

extension Shape: Codable {
  /// Reads an array of dimensions.
  public init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode([Int].self))
  }

  /// Writes an array of dimensions.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(dimensions)
  }
}

/// Dimensions that are no shape: a negative one, or more elements than can be counted.
public struct ShapeError: Error, Equatable, CustomStringConvertible {
  /// The dimensions refused.
  public let dimensions: [Int]

  /// One line for people.
  public var description: String {
    "\(dimensions) is no shape: a dimension is negative or the element count overflows"
  }
}
