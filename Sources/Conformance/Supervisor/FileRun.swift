// SPDX-License-Identifier: MIT

/// Follows what one worker says, and accounts for every selected case whatever becomes of it.
struct FileRun {
  private let file: PlannedFile
  private var headings: [CaseHeading]?
  private var judged = 0
  private var isFinished = false
  /// Whether the worker itself has said what kept it from judging.
  private var explanation: RunProblem?

  init(file: PlannedFile) { self.file = file }

  /// The ids that the worker has told.
  private(set) var ids = FileIDs()

  /// Whether the implementation could be started, as far as is known.
  var hasImplementation: Bool { explanation?.kind != .implementation }

  /// Takes a message and returns the records that follow from it, or nil if it comes out of turn.
  mutating func take(_ message: WorkerMessage) -> [RunRecord]? {
    guard !isFinished else { return nil }
    switch message {
    case .selected(let record, let headings, let others):
      guard self.headings == nil else { return nil }
      self.headings = headings
      (ids.selected, ids.others) = (record.selected, others)
      return [.file(record)]
    case .answered(let answered):
      ids.answered = answered
      return []
    case .outcome(let outcome):
      guard let headings, judged < headings.count, headings[judged].id == outcome.outcome.id,
        outcome.file == file.name
      else { return nil }
      judged += 1
      return [.outcome(outcome)]
    case .problem(let problem):
      if problem.caseName == nil { explanation = problem }
      return [.problem(problem)]
    case .finished:
      isFinished = true
      return []
    }
  }

  /// Takes the worker's end and returns the records of what it did not come to.
  mutating func end(_ end: WorkerEnd) -> [RunRecord] {
    let rest = headings.map { $0[judged...] } ?? []
    judged += rest.count
    if isFinished, rest.isEmpty {
      guard end.cause != .exited(0), end.cause != .cancelled else { return [] }
      return [.warning(RunWarning("\(file.name): after its last case the worker \(end.clause)"))]
    }
    if end.cause == .cancelled { return [] }
    if let explanation, isFinished {
      let status: OutcomeStatus = hasImplementation ? .errored : .notRun
      return rest.map { outcome($0, status, reason: explanation.problem) }
    }
    let place = rest.first.map { " at \($0.id)" } ?? (headings == nil ? " while reading" : "")
    let problem = RunProblem(
      .worker,
      file: file.name,
      caseName: rest.first?.id,
      problem: "the worker \(end.clause)",
      standardError: end.standardError.isEmpty ? nil : end.standardError
    )
    return [.problem(problem)]
      + rest.enumerated().map { offset, heading in
        outcome(
          heading,
          .errored,
          reason: offset == 0
            ? "the worker \(end.clause)"
            : "not reached: the worker \(end.clause)\(place)"
        )
      }
  }

  private func outcome(
    _ heading: CaseHeading,
    _ status: OutcomeStatus,
    reason: String
  ) -> RunRecord {
    let outcome = CaseOutcome(heading, status: status, reason: reason)
    return .outcome(RecordedOutcome(file: file.name, outcome: outcome))
  }
}

/// The ids that belong to one golden file of a run.
struct FileIDs: Equatable, Sendable {
  /// The cases that take part.
  var selected: [String] = []
  /// The other cases of the file.
  var others: [String] = []
  /// What the answers file answers, from the worker that was asked for that.
  var answered: [String]?
}
