// SPDX-License-Identifier: MIT

package import BNBounds
package import BNGoldenCases

/// By what a judge judges, and what it says of each tensor besides.
package struct JudgingPolicy: Sendable {
  /// What is said of a tensor besides its verdict; each takes several times as long as what stands before it.
  package enum Detail: Comparable, Sendable {
    /// The numbers of the comparison.
    case numbers
    /// Also the grade of what passed, and the depth that it needs.
    case grades
    /// Also a map of the errors of what failed.
    case maps
  }

  /// The mode that replaces the cases' own, if any.
  package var tolerance: ToleranceMode?
  /// Whether a tensor that passes under an allowance which says nothing is called untrusted.
  package var checksUntrusted = false
  /// What is said of each tensor besides its verdict.
  package var detail = Detail.grades
  /// The specified values, where a case expects those of a hypothesis; outcomes are no verdicts then.
  package var specified: [StepExpectation]?
  /// The arithmetic that the bound allows, where it is not the one that the types entitle to; outcomes are
  /// no verdicts then.
  package var arithmetic: BoundArithmetic?

  /// Creates a policy of verdicts.
  package init(tolerance: ToleranceMode? = nil, checksUntrusted: Bool = false) {
    (self.tolerance, self.checksUntrusted) = (tolerance, checksUntrusted)
  }

  /// The policy of a run: everything is said of every tensor.
  package static func run(_ tolerance: ToleranceMode?) -> JudgingPolicy {
    var policy = JudgingPolicy(tolerance: tolerance, checksUntrusted: tolerance == nil)
    policy.detail = .maps
    return policy
  }

  /// The policy for asking what would explain an answer.
  ///
  /// - Parameters:
  ///   - specified: The specified values, where the case expects those of a hypothesis.
  ///   - arithmetic: The arithmetic that the bound allows.
  /// - Returns: The policy; its outcomes are no verdicts.
  package static func hypothesis(
    specified: [StepExpectation]? = nil,
    arithmetic: BoundArithmetic? = nil
  ) -> JudgingPolicy {
    var policy = JudgingPolicy()
    (policy.detail, policy.specified, policy.arithmetic) = (.numbers, specified, arithmetic)
    return policy
  }
}
