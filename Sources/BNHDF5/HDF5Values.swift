// SPDX-License-Identifier: MIT

/// The elements of a numeric data set in row-major order, by their type in the file.
///
/// The two 16-bit floating-point types are held as their bits.
package enum HDF5Values: Hashable, Sendable {
  case float16([UInt16])
  case bfloat16([UInt16])
  case float32([Float])
  case float64([Double])
  case int64([Int64])

  /// The number of elements.
  package var count: Int {
    switch self {
    case .float16(let bits), .bfloat16(let bits): bits.count
    case .float32(let values): values.count
    case .float64(let values): values.count
    case .int64(let values): values.count
    }
  }
}
