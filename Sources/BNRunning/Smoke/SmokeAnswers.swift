// SPDX-License-Identifier: MIT

internal import BNVerdicts
package import BNRunFile

/// How many cases of a smoke test were answered.
package enum SmokeAnswers: Sendable {
  /// None: of neither the adapter nor the implementation anything can be said.
  case none
  /// Some, but not more than went without an answer.
  case few
  /// Most of those that were put.
  case most

  /// Counts the answers of a run; what is unsupported was not answered.
  package init(_ run: RunFile) {
    let statuses = run.outcomes.map(\.outcome.status)
    let errored = statuses.count { $0 == .errored }
    let answered = statuses.count { status in
      switch status {
      case .errored, .unsupported, .notRun: false
      default: true
      }
    }
    self = answered == 0 ? .none : answered > errored ? .most : .few
  }
}
