// SPDX-License-Identifier: MIT

/// Where something stands: a file, an object in it, and possibly an attribute of that object.
package struct HDF5Location: Hashable, Sendable {
  /// The path of the file, as it was given.
  package let file: String
  /// The path of the object inside the file; `/` is the root group.
  package let object: String
  /// The name of the attribute, or nil for the object itself.
  package let attribute: String?

  /// Creates a location.
  package init(file: String, object: String = "/", attribute: String? = nil) {
    self.file = file
    self.object = object
    self.attribute = attribute
  }

  /// The location of a member of the group at this one.
  package func member(_ name: String) -> HDF5Location {
    HDF5Location(file: file, object: object == "/" ? "/" + name : object + "/" + name)
  }

  /// The location of an attribute of the object at this one.
  package func attribute(_ name: String) -> HDF5Location {
    HDF5Location(file: file, object: object, attribute: name)
  }
}

extension HDF5Location: CustomStringConvertible {
  /// File, object and attribute in one line, control characters escaped.
  package var description: String {
    let place = attribute.map { "attribute \($0) of \(object)" } ?? object
    return HDF5Text.escaped(file) + ": " + HDF5Text.escaped(place)
  }
}
