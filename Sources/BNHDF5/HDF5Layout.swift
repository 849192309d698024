// SPDX-License-Identifier: MIT

internal import CBNHDF5

/// How a data set stands in its file.
package struct HDF5Layout: Hashable, Sendable {
  /// The way in which the elements are stored.
  package let kind: Kind
  /// The number of filters, such as compression.
  package let filterCount: Int
  /// The number of other files that hold the elements.
  package let externalFileCount: Int

  /// The ways in which elements can be stored.
  package enum Kind: Hashable, Sendable {
    /// In the head of the object.
    case compact
    /// In one piece.
    case contiguous
    /// In pieces of equal shape.
    case chunked
    /// Put together from other data sets, also of other files.
    case virtual
    /// A way that the library does not know.
    case other
  }

  /// What keeps the elements from being read, or nil.
  ///
  /// Only data that stands in this file, unfiltered and in one piece, is read.
  package var refusal: String? {
    if externalFileCount > 0 { return "external storage" }
    if filterCount > 0 { return "a data set with filters" }
    switch kind {
    case .compact, .contiguous: return nil
    case .chunked: return "a chunked data set"
    case .virtual: return "a virtual data set"
    case .other: return "a data set of unknown layout"
    }
  }
}

extension HDF5Layout {
  /// Reads the layout from the creation properties, which touches no other file.
  init(of dataset: borrowing HDF5Handle, _ location: HDF5Location) throws(HDF5Error) {
    let id = dataset.id
    var (layout, filters, files) = (H5D_LAYOUT_ERROR, Int32(-1), Int32(-1))
    _ = try HDF5Library.call("read the layout", location) {
      let list = H5Dget_create_plist(id)
      guard list >= 0 else { return herr_t(-1) }
      (layout, filters, files) = (
        H5Pget_layout(list), H5Pget_nfilters(list), H5Pget_external_count(list)
      )
      return min(H5Pclose(list), filters, files)
    }
    switch layout {
    case H5D_COMPACT: kind = .compact
    case H5D_CONTIGUOUS: kind = .contiguous
    case H5D_CHUNKED: kind = .chunked
    case H5D_VIRTUAL: kind = .virtual
    default: kind = .other
    }
    filterCount = Int(filters)
    externalFileCount = Int(files)
  }
}
