// SPDX-License-Identifier: MIT

internal import CBNHDF5

/// A group or a data set: what can have attributes.
package protocol HDF5Object {
  /// The library's number for the open object.
  var identifier: Int64 { get }
  /// Where the object stands.
  var location: HDF5Location { get }
}

extension HDF5Object {
  /// The names of the attributes in the order of their bytes.
  ///
  /// Bytes that are not UTF-8 are written as `\xNN`, so that such a name matches none that is expected.
  ///
  /// - Throws: ``HDF5Error`` if there are more than allowed or one is too long.
  package func attributeNames(
    atMost limit: Int = HDF5Limits.memberCount
  ) throws(HDF5Error) -> [String] {
    let operation = "list the attributes"
    let id = identifier
    var collector = HDF5NameCollector(limit: limit)
    unsafe try withUnsafeMutablePointer(to: &collector) { (pointer) throws(HDF5Error) in
      _ = try HDF5Library.call(operation, location) {
        unsafe H5Aiterate2(
          id,
          H5_INDEX_NAME,
          H5_ITER_INC,
          nil,
          { _, name, _, context in
            guard let name = unsafe name, let context = unsafe context else { return -1 }
            return unsafe context.assumingMemoryBound(to: HDF5NameCollector.self).pointee
              .take(name, linkClass: 0)
          },
          pointer
        )
      }
    }
    return try collector.result(operation, location).map { HDF5Text.escaped($0.bytes) }
  }

  /// Whether there is an attribute of this name.
  package func hasAttribute(_ name: String) throws(HDF5Error) -> Bool {
    let id = identifier
    guard HDF5Name.problem(ofAttribute: name) == nil else { return false }
    return try HDF5Library.call("look for an attribute", location.attribute(name)) {
      unsafe H5Aexists(id, name)
    } > 0
  }

  /// Opens an attribute.
  ///
  /// - Throws: ``HDF5Error`` with the problem `missing` if there is none of this name.
  package func attribute(_ name: String) throws(HDF5Error) -> HDF5Attribute {
    guard try hasAttribute(name) else {
      throw HDF5Error("read it", location.attribute(name), .missing)
    }
    return try attribute(listed: name)
  }

  /// Opens an attribute that ``attributeNames(atMost:)`` has listed, without looking for it again.
  package func attribute(listed name: String) throws(HDF5Error) -> HDF5Attribute {
    try HDF5Attribute(opening: name, of: identifier, location.attribute(name))
  }
}
