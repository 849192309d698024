// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNVerdicts

/// Chooses what the console shows of each case by default: some of every kind, however many there are.
struct BriefListing {
  /// How much of a case is shown.
  enum Extent { case nothing, line, block }

  private static let passLimit = 5
  /// Blocks of cases that decide the exit code, and of others.
  private static let blockLimits = (counted: 3, others: 1)

  private var passes = 0
  private var blocks = (counted: 0, others: 0)
  private var told: Set<String> = []
  /// How many cases of each status are left out; those that the table of reasons counts are not among them.
  private var omitted: [OutcomeStatus: Int] = [:]

  /// Takes the next case; of failures with one cause, the first is shown.
  mutating func extent(of outcome: CaseOutcome, strict: Bool) -> Extent {
    let extent = choice(outcome, strict)
    let isInTable = ReasonTable.statuses.contains(outcome.status)
    if extent == .nothing, !isInTable { omitted[outcome.status, default: 0] += 1 }
    return extent
  }

  /// Whether a failure was left out.
  var omitsFailures: Bool {
    omitted.keys.contains { $0 != .passed && $0 != .expectedFailure && $0 != .notRun }
  }

  /// What is left out, and how to see it; nil if that is nothing.
  var note: String? {
    let parts = OutcomeStatus.allCases.compactMap { status in
      omitted[status].map { "\($0) \(status.word)" }
    }
    guard !parts.isEmpty else { return nil }
    let option = omitsFailures ? "--show failures or --show all" : "--show all"
    return "not listed: \(parts.joined(separator: ", ")); \(option) lists them"
  }

  private mutating func choice(_ outcome: CaseOutcome, _ strict: Bool) -> Extent {
    if outcome.status == .passed {
      passes += 1
      return passes <= Self.passLimit ? .line : .nothing
    }
    let isCounted = outcome.isCounted(strict: strict)
    guard isCounted || !outcome.isAsExpected else { return .nothing }
    let kind = outcome.causes?.joined(separator: "+") ?? outcome.reason ?? outcome.status.rawValue
    let isRoom =
      isCounted
      ? blocks.counted < Self.blockLimits.counted : blocks.others < Self.blockLimits.others
    guard isRoom, told.insert(kind).inserted else { return .nothing }
    if isCounted { blocks.counted += 1 } else { blocks.others += 1 }
    return .block
  }
}
