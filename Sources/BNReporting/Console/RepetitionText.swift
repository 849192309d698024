// SPDX-License-Identifier: MIT

package import BNVerdicts

/// Whether a second run gave the same bits, in a line.
package enum RepetitionText {
  private static let nameLimit = 3

  /// The line; nil if no case was put twice.
  package static func line(_ outcomes: some Sequence<CaseOutcome>) -> String? {
    let asked = outcomes.filter { $0.isRepeatable != nil }
    guard !asked.isEmpty else { return nil }
    let other = asked.filter { $0.isRepeatable == false }.map(\.id)
    let count = "\(asked.count.of("case"))"
    guard !other.isEmpty else { return "repeat  \(count) run twice: the same bits" }
    let names = other.prefix(nameLimit).joined(separator: ", ")
    let rest = other.count > nameLimit ? " and \(other.count - nameLimit) more" : ""
    return
      "repeat  \(other.count) of \(count) gave different bits on the second run: \(names)\(rest)"
  }
}
