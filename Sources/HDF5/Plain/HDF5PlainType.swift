// SPDX-License-Identifier: MIT

/// The types of elements that are read without the library, each in one encoding.
enum HDF5PlainType {
  case float16, bfloat16, float32, float64, int64
  /// The enumeration by which h5py stores booleans.
  case boolean
  /// A string of fixed length in UTF-8, filled up with NULs.
  case string(Int)

  /// Reads the body of a type's message.
  init?(_ bytes: HDF5PlainBytes, _ body: Range<Int>) {
    if bytes.stand(in: body, Self.binary32) {
      self = .float32
    } else if bytes.stand(in: body, Self.binary64) {
      self = .float64
    } else if bytes.stand(in: body, Self.integer) {
      self = .int64
    } else if bytes.stand(in: body, Self.binary16) {
      self = .float16
    } else if bytes.stand(in: body, Self.brain) {
      self = .bfloat16
    } else if bytes.stand(in: body, Self.enumeration) {
      self = .boolean
    } else {
      guard body.count == 8, bytes.stand(in: body.prefix(4), [0x13, 0x11, 0, 0]),
        let size = bytes.number(at: body.lowerBound + 4, byteCount: 4),
        (1...HDF5Limits.stringBytes).contains(size)
      else { return nil }
      self = .string(size)
    }
  }

  /// The size of an element in the file.
  var byteCount: Int {
    switch self {
    case .boolean: 1
    case .float16, .bfloat16: 2
    case .float32: 4
    case .float64, .int64: 8
    case .string(let size): size
    }
  }

  // Class and version, flags with the place of the sign, size; then offset and precision in bits,
  // for floats also place and width of exponent and mantissa, and the bias.
  private static let binary16: [UInt8] = [
    0x11, 0x20, 0x0F, 0, 2, 0, 0, 0, 0, 0, 16, 0, 10, 5, 0, 10, 0x0F, 0, 0, 0,
  ]
  private static let brain: [UInt8] = [
    0x11, 0x20, 0x0F, 0, 2, 0, 0, 0, 0, 0, 16, 0, 7, 8, 0, 7, 0x7F, 0, 0, 0,
  ]
  private static let binary32: [UInt8] = [
    0x11, 0x20, 0x1F, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 0x7F, 0, 0, 0,
  ]
  private static let binary64: [UInt8] = [
    0x11, 0x20, 0x3F, 0, 8, 0, 0, 0, 0, 0, 64, 0, 52, 11, 0, 52, 0xFF, 3, 0, 0,
  ]
  private static let integer: [UInt8] = [0x10, 0x08, 0, 0, 8, 0, 0, 0, 0, 0, 64, 0]
  /// Two members over a signed byte: FALSE is 0, TRUE is 1.
  private static let enumeration: [UInt8] =
    [0x38, 2, 0, 0, 1, 0, 0, 0, 0x10, 0x08, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0]
    + Array("FALSE\0TRUE\0".utf8) + [0, 1]
}
