// SPDX-License-Identifier: MIT

/// All known faults, by category.
package enum FaultCatalogue {
  /// Every fault, in the order of the categories.
  package static let all: [Fault] = [
    statistics, eps, affine, indexing, layout, running, momentum, counter, evaluation, machine,
    validation, empty, backward, secondOrder, precision,
  ].flatMap(\.self)

  /// The fault of a name.
  package static func named(_ name: String) -> Fault? { all.first { $0.name == name } }
}
