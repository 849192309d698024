// SPDX-License-Identifier: MIT

/// All known faults, by category.
package enum FaultCatalogue {
  /// Every fault, in the order of the categories.
  package static let all: [Fault] = [
    statistics, eps, affine, indexing, partial, layout, running, momentum, counter, evaluation,
    machine,
    validation, empty, backward, parameterGradients, secondOrder, precision, dialects,
  ].flatMap(\.self)

  /// The fault of a name; `A+B` makes the changes of both.
  package static func named(_ name: String) -> Fault? {
    let parts = name.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1 else { return all.first { $0.name == name } }
    let faults = parts.compactMap { part in all.first { $0.name == part } }
    guard faults.count == parts.count, Set(parts).count == parts.count else { return nil }
    return faults.dropFirst().reduce(faults[0]) { $0.combined(with: $1) }
  }
}
