// SPDX-License-Identifier: MIT

/// A name in a group, and what it leads to.
package struct HDF5Link: Hashable, Sendable {
  /// The name for people and messages; bytes that are not UTF-8 are written as `\xNN`.
  package let name: String
  /// The name as it stands in the file.
  package let bytes: [UInt8]
  /// What the name leads to.
  package let target: Target

  /// Whether the name is UTF-8 without slash and so can be opened by ``name``.
  package var isOpenable: Bool {
    Array(name.utf8) == bytes && HDF5Name.problem(of: name) == nil
  }

  /// What a link leads to.
  package enum Target: Hashable, Sendable {
    /// An object of this file.
    case hard(HDF5ObjectIdentity)
    /// A path, never followed.
    case soft
    /// A path in another file, never followed.
    case external
    /// A link of a class that a program registered, never followed.
    case userDefined(Int)
  }
}

extension HDF5Link.Target: CustomStringConvertible {
  /// The target for people.
  package var description: String {
    switch self {
    case .hard(let object): object.kind.description
    case .soft: "a soft link"
    case .external: "an external link"
    case .userDefined(let number): "a user-defined link of class \(number)"
    }
  }
}

/// An object of a file: two links with equal ones lead to the same object.
package struct HDF5ObjectIdentity: Hashable, Sendable {
  /// What the object is.
  package let kind: HDF5ObjectKind
  /// The address in the file, or the first half of the library's token for it.
  let address: UInt64
  /// The second half of the token.
  let rest: UInt64
}

/// What an object is.
package enum HDF5ObjectKind: Hashable, Sendable, CustomStringConvertible {
  case group, dataset, namedType
  /// A kind that the library does not know.
  case other

  /// The kind for people.
  package var description: String {
    switch self {
    case .group: "a group"
    case .dataset: "a data set"
    case .namedType: "a named type"
    case .other: "an object of unknown kind"
    }
  }
}
