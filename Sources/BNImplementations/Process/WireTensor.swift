// SPDX-License-Identifier: MIT

/// A tensor as the protocol carries it: type, shape, and the elements inline or in a file.
struct WireTensor: Codable, Equatable, Sendable {
  /// The element type's name.
  var type: String
  /// The dimensions.
  var shape: [Int]
  /// The distance between neighbours of each dimension, in elements; nil is row-major order.
  var strides: [Int]?
  /// The elements in base64: little-endian, row-major.
  var data: String?
  /// The name of a file in the session's folder that holds the elements.
  var file: String?
}

/// Why a tensor of the protocol cannot be read.
struct WireTensorError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, as the end of a sentence that begins with the tensor's name.
  let description: String
}
