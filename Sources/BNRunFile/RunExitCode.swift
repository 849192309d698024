// SPDX-License-Identifier: MIT

package import BNVerdicts
internal import BNGoldenCases

/// What a run's process exits with; decided here and nowhere else.
package enum RunExitCode: Int32, CaseIterable, Sendable {
  /// Everything is as expected.
  case asExpected = 0
  /// Something that decides is not as expected.
  case notAsExpected = 1
  /// Something could not be judged: golden files, the implementation, or an unexpected error.
  case couldNotJudge = 2
  /// No case was selected, or none was judged: all are declared unsupported.
  case nothingJudged = 3
  /// The command line cannot be understood.
  case wrongUsage = 64
  /// The run was interrupted by Ctrl-C.
  case interrupted = 130
  /// The run was asked to end by SIGTERM.
  case terminated = 143
  /// The run was asked to end by SIGHUP: its terminal is gone.
  case hungUp = 129

  /// The code of a run that this signal ended before its end.
  package init(signal: Int32) {
    switch signal {
    case 1: self = .hungUp
    case 15: self = .terminated
    default: self = .interrupted
    }
  }

  /// Whether a signal ended the run.
  package var isInterruption: Bool { [.interrupted, .terminated, .hungUp].contains(self) }

  /// The code of a run; of several that apply the first of interruption, 2, 3, 1, 0.
  package init(
    outcomes: some Sequence<CaseOutcome>,
    problems: some Sequence<RunProblem>,
    strict: Bool,
    interruption: RunExitCode? = nil
  ) {
    let kinds = Set(problems.map(\.kind))
    if let interruption {
      self = interruption
    } else if !kinds.subtracting([.extraAnswer, .staleExpectation]).isEmpty {
      self = .couldNotJudge
    } else if !outcomes.contains(where: { $0.isJudged(strict: strict) }) {
      self = .nothingJudged
    } else if !kinds.isEmpty || outcomes.contains(where: { $0.isCounted(strict: strict) }) {
      self = .notAsExpected
    } else {
      self = .asExpected
    }
  }
}

extension RunExitCode {
  /// The code of a run from what it holds.
  package init(_ run: RunFile, interruption: RunExitCode? = nil) {
    self.init(
      outcomes: run.outcomes.lazy.map(\.outcome),
      problems: run.problems,
      strict: run.header.settings.strict,
      interruption: interruption
    )
    // More shards than cases leave some without any, which is nobody's fault.
    if self == .nothingJudged, run.outcomes.isEmpty, run.files.contains(where: \.isElsewhere) {
      self = .asExpected
    }
    // Of one shard nobody can say that it judged a whole scope.
    if self == .asExpected, run.header.settings.shard == nil, !run.missingScopes.isEmpty {
      self = .notAsExpected
    }
  }
}

extension RunFile {
  /// The scopes that were required and that the run did not judge wholly, or in which a case failed.
  package var missingScopes: [Scope] {
    let complete = Set((claim?.scopes ?? []).filter(\.isComplete).map(\.scope))
    return (header.settings.require ?? []).filter { !complete.contains($0) }
  }
}

extension OutcomeStatus {
  /// Whether the case says anything of the implementation.
  package var isJudgement: Bool {
    switch self {
    case .passed, .failed, .wrongStructure, .errored, .expectedFailure, .unexpectedPass: true
    case .unsupported, .untrusted, .notRun: false
    }
  }
}

extension CaseOutcome {
  /// Whether the outcome is what one wants to see, whatever the case's level.
  ///
  /// Unsupported is as expected if it was declared beforehand. That a case is untrusted is the case's
  /// fault, not the implementation's.
  package var isAsExpected: Bool {
    switch status {
    case .passed, .expectedFailure, .untrusted: true
    case .unsupported: isDeclared == true
    case .failed, .wrongStructure, .errored, .unexpectedPass, .notRun: false
    }
  }

  /// Whether the outcome says something of the implementation; that it is unsupported does where that
  /// makes the run fail.
  fileprivate func isJudged(strict: Bool) -> Bool {
    status.isJudgement || status == .unsupported && isCounted(strict: strict)
  }

  /// Whether the outcome alone makes a run fail.
  ///
  /// A stale expectation does at any level.
  package func isCounted(strict: Bool) -> Bool {
    guard !isAsExpected || (strict && status == .untrusted) else { return false }
    if status == .unexpectedPass { return true }
    switch level {
    case .required: return true
    case .recommended: return strict
    case .informative: return false
    }
  }
}
