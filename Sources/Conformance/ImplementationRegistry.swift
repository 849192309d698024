// SPDX-License-Identifier: MIT

package import Implementations

/// The implementations that can be named on the command line.
package enum ImplementationRegistry {
  /// The names of the built-in ones.
  package static let names = [ReferenceImplementation.name]

  /// Finds an implementation by its name.
  ///
  /// - Throws: ``UnknownImplementationError`` if there is none of that name.
  package static func find(
    _ name: String
  ) throws(UnknownImplementationError) -> any Implementation {
    switch name {
    case ReferenceImplementation.name: return ReferenceImplementation()
    default: throw UnknownImplementationError(name: name)
    }
  }
}

/// A name that is no implementation's.
package struct UnknownImplementationError: Error, Equatable, CustomStringConvertible {
  /// The name refused.
  package let name: String

  /// One line for people, with names that look alike.
  package var description: String {
    "there is no implementation \(name.debugDescription)"
      + Suggestion.clause(for: name, among: ImplementationRegistry.names)
  }
}
