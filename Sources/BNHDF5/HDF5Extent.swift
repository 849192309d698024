// SPDX-License-Identifier: MIT

internal import CBNHDF5

/// The dataspace of an attribute or a data set.
package enum HDF5Extent: Hashable, Sendable {
  /// No elements and no shape.
  case null
  /// One element without dimensions.
  case scalar
  /// Dimensions, outermost first; one may be 0.
  case simple([Int])

  /// The dimensions, or nil for a null dataspace.
  package var shape: [Int]? {
    switch self {
    case .null: nil
    case .scalar: []
    case .simple(let dimensions): dimensions
    }
  }

  /// The number of elements, or nil if it cannot be counted in 63 bits.
  package var count: Int? {
    guard let shape else { return 0 }
    if shape.contains(0) { return 0 }
    var count = 1
    for dimension in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard !overflow else { return nil }
      count = product
    }
    return count
  }

  /// Whether it holds one element, with dimensions of 1 or without dimensions.
  package var isSingle: Bool { shape?.allSatisfy { $0 == 1 } ?? false }
}

extension HDF5Extent: CustomStringConvertible {
  /// The extent for people.
  package var description: String {
    switch self {
    case .null: "a null dataspace"
    case .scalar: "a scalar"
    case .simple(let dimensions):
      "shape [" + dimensions.map(String.init).joined(separator: ",") + "]"
    }
  }
}

extension HDF5Extent {
  /// Reads the dataspace that a C call opens.
  init(_ location: HDF5Location, _ open: () -> hid_t) throws(HDF5Error) {
    let operation = "read the shape"
    var kind = H5S_NO_CLASS
    // The library allows no rank above 32.
    var dimensions = [hsize_t](repeating: 0, count: Int(H5S_MAX_RANK))
    let rank = try HDF5Library.call(operation, location) { () -> Int32 in
      let space = open()
      guard space >= 0 else { return -1 }
      kind = H5Sget_simple_extent_type(space)
      let rank = kind == H5S_SIMPLE ? H5Sget_simple_extent_ndims(space) : 0
      let known =
        rank > 0 && rank <= H5S_MAX_RANK
        ? unsafe H5Sget_simple_extent_dims(space, &dimensions, nil) : rank
      return min(known, H5Sclose(space) < 0 ? -1 : known)
    }
    switch kind {
    case H5S_NULL: self = .null
    case H5S_SCALAR: self = .scalar
    case H5S_SIMPLE:
      var shape = [Int]()
      for dimension in dimensions.prefix(Int(rank)) {
        guard let dimension = Int(exactly: dimension) else {
          throw HDF5Error(
            operation,
            location,
            .tooLarge(what: "a dimension", found: "\(dimension)", limit: "\(Int.max)")
          )
        }
        shape.append(dimension)
      }
      self = .simple(shape)
    default:
      throw HDF5Error(operation, location, .inconsistent("its dataspace is of no known class"))
    }
  }

  /// Creates the dataspace in the library.
  func makeSpace(
    _ operation: String,
    _ location: HDF5Location
  ) throws(HDF5Error) -> HDF5Handle {
    switch self {
    case .null:
      return try HDF5Handle(.dataspace, operation, location) { H5Screate(H5S_NULL) }
    case .scalar:
      return try HDF5Handle(.dataspace, operation, location) { H5Screate(H5S_SCALAR) }
    case .simple(let shape):
      guard shape.count <= 32, shape.allSatisfy({ $0 >= 0 }) else {
        throw HDF5Error(operation, location, .misuse("\(self) is none that HDF5 can hold"))
      }
      let dimensions = shape.map { hsize_t($0) }
      return try HDF5Handle(.dataspace, operation, location) {
        unsafe H5Screate_simple(Int32(dimensions.count), dimensions, nil)
      }
    }
  }
}
