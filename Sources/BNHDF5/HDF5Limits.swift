// SPDX-License-Identifier: MIT

/// How much of a file is taken on its own word, unless the caller says otherwise.
package enum HDF5Limits {
  /// The bytes of one string.
  package static let stringBytes = 4096
  /// The bytes of the name of a link or an attribute.
  package static let nameBytes = 1024
  /// The items of a list in an attribute.
  package static let listCount = 1024
  /// The links or attributes listed of one object.
  package static let memberCount = 100_000
  /// The elements of a data set: 2^26.
  package static let elementCount = 1 << 26
  /// The members of an enumeration.
  package static let enumerationMembers = 64
  /// The data below which a data set is stored inside its object header.
  ///
  /// The header's limit is 64 KiB for the data together with a few bytes of description.
  package static let compactBytes = 60_000
}
