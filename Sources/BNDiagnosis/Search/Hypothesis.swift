// SPDX-License-Identifier: MIT

internal import BNFaults

/// One fault, or several at once, that may be what an implementation does.
struct Hypothesis {
  /// The faults, in the order of the catalogue, none twice.
  let faults: [Fault]
  /// The names, joined by `+`.
  let name: String
  /// The ways in which such a mistake is met.
  let forms: [Choices]

  /// The specification itself: no fault at all.
  static let specification = Hypothesis([])

  init(_ faults: [Fault]) {
    self.faults = faults
    name = faults.map(\.name).joined(separator: "+")
    guard let first = faults.first else {
      forms = [Choices()]
      return
    }
    forms = faults.dropFirst().reduce(first) { $0.combined(with: $1) }.forms
  }
}
