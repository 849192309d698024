// SPDX-License-Identifier: MIT

internal import Faults
package import Implementations

/// The implementations that the command line knows by name.
package enum ImplementationRegistry {
  /// Every name: the reference, the faults and the legal variants.
  package static let names =
    [ReferenceImplementation.name] + FaultCatalogue.all.map { "fault:\($0.name)" }
    + LegalVariant.all.map { "legal:\($0.name)" }

  /// Finds a built-in implementation.
  ///
  /// - Throws: ``UnknownImplementationError`` if there is none of this name.
  package static func find(
    _ name: String
  ) throws(UnknownImplementationError) -> any Implementation {
    if name == ReferenceImplementation.name { return ReferenceImplementation() }
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    if parts.count == 2, parts[0] == "fault", let fault = FaultCatalogue.named(parts[1]) {
      return ChoiceImplementation(fault: fault)
    }
    if parts.count == 2, parts[0] == "legal", let variant = LegalVariant.named(parts[1]) {
      return ChoiceImplementation(legal: variant)
    }
    throw UnknownImplementationError(name: name)
  }
}

/// A name that no implementation has.
package struct UnknownImplementationError: Error, Equatable, CustomStringConvertible {
  /// The name.
  package let name: String

  /// One line for people.
  package var description: String {
    "there is no implementation \(name.debugDescription)"
      + Suggestion.clause(for: name, among: ImplementationRegistry.names)
  }
}
