// SPDX-License-Identifier: MIT

package import BNDiagnosis
internal import BNVerdicts

/// The conventions seen in the answers of an implementation, in a line.
package enum TraitText {
  /// The line: each trait with its value, and the numbers where cases disagree; nil without any.
  package static func line(_ summary: TraitSummary) -> String? {
    var parts = summary.rows.map { row in
      let values =
        row.values.count == 1
        ? row.values[0].value
        : row.values.map { "\($0.value) (\($0.cases) cases)" }.joined(separator: " / ")
      return "\(label(row.trait)): \(values)"
    }
    if let depth = summary.neededDepth, depth > 0 {
      parts.append("needed depth h: \(NumberText.depth(depth))")
    }
    return parts.isEmpty ? nil : "traits  " + parts.joined(separator: " · ")
  }

  static func label(_ trait: BatchNormTrait) -> String {
    switch trait {
    case .runningVariance: "running_var"
    case .normalizingVariance: "normalizing variance"
    case .momentum: "momentum"
    case .momentumNone: "momentum=None"
    case .eps: "eps"
    case .evaluation: "evaluation"
    case .subnormals: "subnormals"
    case .algorithm: "variance algorithm"
    case .arithmetic: "arithmetic of what fails"
    }
  }
}
