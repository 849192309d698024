// SPDX-License-Identifier: MIT

/// Golden files that are not where they were looked for.
package struct GoldenFolderError: Error, Equatable, Sendable {
  /// What is wrong.
  package let problem: Problem

  /// What can be wrong with a place.
  package enum Problem: Equatable, Sendable {
    case missing(place: String, source: Source)
    case unreadable(place: String, source: Source)
    case empty(place: String, source: Source)
    case nowhere(places: [String])
  }

  /// Who named a place.
  package enum Source: Sendable {
    case argument, environment
  }
}

extension GoldenFolderError: CustomStringConvertible {
  /// One line for people.
  package var description: String {
    switch problem {
    case .missing(let place, let source):
      "\(place)\(named(by: source)): there is no such file or folder"
    case .unreadable(let place, let source):
      "\(place)\(named(by: source)): the folder cannot be listed"
    case .empty(let place, let source):
      "\(place)\(named(by: source)): holds no golden file (*\(GoldenFolder.fileExtension))"
    case .nowhere(let places): "no golden files in " + places.joined(separator: " or ")
    }
  }

  /// What to do about it.
  package var hint: String {
    "name the folder or a file as an argument, or set \(GoldenFolder.variable) to the folder"
  }

  private func named(by source: Source) -> String {
    switch source {
    case .argument: ""
    case .environment: " (from \(GoldenFolder.variable))"
    }
  }
}
